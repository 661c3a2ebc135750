import { cookies } from 'next/headers'
import { cache } from 'react'
import { emit } from '@/inngest/client'
import { sessionCookie } from '@/lib/auth/claims'
import { deskOf } from '@/lib/auth/room'
import type { Desk } from '@/lib/auth/room'

export type { Desk }

/** Who is at this page, once per request; null without a session for this very installation. */
export const desk = cache(async (installKey: string): Promise<Desk | null> => {
  const jar = await cookies()
  return deskOf(installKey, jar.get(sessionCookie)?.value, emit)
})
