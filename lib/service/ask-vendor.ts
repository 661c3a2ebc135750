import { ConnectorError } from '@/lib/model/problem'
import { done, failed, type Done } from './fault'

/** A call to a vendor from a page: its problem is the verb's answer, any other error is ours. */
export async function askVendor<T>(vendor: string, call: () => Promise<T>): Promise<Done<T>> {
  try {
    return done(await call())
  } catch (error) {
    if (error instanceof ConnectorError) return failed({ kind: 'vendor', vendor, problem: error.problem })
    throw error
  }
}
