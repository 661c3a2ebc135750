import { z } from 'zod'
import type { Tx } from '@/lib/store/db'
import type { Fn } from './functions'

export type { Tx }

/** What every part of the executor is handed: its tables, its clock and the functions the app registered. */
export interface Desk {
  readonly tables: Tx
  readonly now: () => number
  readonly warn: (message: string, detail?: unknown) => void
  readonly functions: () => ReadonlyMap<string, Fn>
}

/** An Inngest event, as it travels. */
export const happening = z.looseObject({
  name: z.string(),
  id: z.string(),
  ts: z.number(),
  data: z.record(z.string(), z.unknown()),
})
export type Happening = Readonly<z.infer<typeof happening>>

/** The SDK's name for "run the function from its start", beside the hashed ids of single steps. */
export const wholeFunction = 'step'
