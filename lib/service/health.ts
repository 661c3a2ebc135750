import { database, withoutTenant } from '@/lib/store/db'

/** Whether the database answers; a failure to reach it is the answer, not an error of ours. */
export const isHealthy = (): Promise<boolean> =>
  database()
    .then((db) => withoutTenant(db, async () => undefined))
    .then(
      () => true,
      () => false,
    )
