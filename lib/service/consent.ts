import { createHash } from 'node:crypto'
import { z } from 'zod'
import { problem } from '@/lib/model/problem'
import type { Check } from './views'

/** How long the parts of a consent are good, in milliseconds. */
export const hourglass = { secret: 60_000, attempt: 600_000 } as const

/** Secrets are kept as what they hash to. */
export const digest = (secret: string): string => createHash('sha256').update(secret).digest('hex')

/** Why a consent came to nothing. */
export const consentFault = z.discriminatedUnion('kind', [
  /** The person said no at the vendor. */
  z.object({ kind: z.literal('declined') }),
  /** A dry run is reading, which another company would mix up. */
  z.object({ kind: z.literal('busy') }),
  z.object({ kind: z.literal('late') }),
  /** The answer came to another browser than the one that left. */
  z.object({ kind: z.literal('other-browser') }),
  z.object({ kind: z.literal('vendor'), problem }),
])
export type ConsentFault = z.infer<typeof consentFault>

export type ConsentView =
  | { readonly status: 'under-way' }
  | { readonly status: 'done'; readonly checks: readonly Check[] }
  | { readonly status: 'failed'; readonly fault: ConsentFault }
