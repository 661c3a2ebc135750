import { headers } from 'next/headers'
import { fromOurPage } from '@/lib/auth/same-origin'
import type { Done } from '@/lib/service/fault'
import { desk } from './context'
import type { Desk } from './context'

export type Verb<T> = (desk: Desk, input: unknown) => Promise<Done<T>>

/**
 * The one way to change anything from a page. Next lets a server action without `Origin` through, so the check is ours;
 * the verb itself refuses whoever may only look, and whatever does not fit its schema.
 */
export const action =
  <T>(verb: Verb<T>) =>
  async (install: string, input: unknown): Promise<Done<T>> => {
    const found = fromOurPage(await headers()) ? await desk(install) : null
    return found === null ? { ok: false, fault: { kind: 'forbidden' } } : verb(found, input)
  }
