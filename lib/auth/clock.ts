import type { Database } from '@/lib/store/db'

/** The database's clock, so that several servers agree on what has expired. */
export const clockOf = (db: Database) => (): number => Date.now() + db.clockOffset
