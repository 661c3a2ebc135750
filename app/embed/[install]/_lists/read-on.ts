'use server'

import { z } from 'zod'
import type { Rows } from '../../../_ui/growing-list'
import { enter } from '../../enter'
import { listNames, lists } from './lists'

const question = z.object({
  list: z.enum(listNames),
  wanted: z.record(z.string().max(40), z.string().max(500)),
  cursor: z.string().min(1).max(500),
})

/** The next page of a list, drawn; reads only. Null without a session for this installation. */
export async function readOn(install: string, list: string, wanted: unknown, cursor: unknown): Promise<Rows | null> {
  const visit = await enter(install)
  const found = question.safeParse({ list, wanted, cursor })
  if (visit === null || !found.success) return null
  return lists[found.data.list](visit, { ...found.data.wanted, cursor: found.data.cursor })
}
