import type { Database } from '@/lib/store/db'
import { openEmbedded } from './embedded'
import { quick } from './quick'

/** An empty database in memory, asked in few words: what the engine and the services do takes half the time on it. */
export const freshDatabase = async (): Promise<Database> => quick(await openEmbedded())

let shared: Promise<Database> | undefined

/** One database for all tests of a file: every corridor is a tenant of its own. It ends with the process. */
export function sharedDatabase(): Promise<Database> {
  shared ??= freshDatabase()
  return shared
}
