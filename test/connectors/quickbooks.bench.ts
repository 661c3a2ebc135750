import { quickbooks } from '@/lib/connectors/quickbooks'
import { session } from '@/lib/connectors/quickbooks/session'
import type { Grant, Send } from '@/lib/model/connector'
import { CLIENT, MAIN, quickBooks } from '@/sandbox/quickbooks'
import type { Options } from '@/sandbox/quickbooks'
import { jumpingClock } from './stage'

export const VERIFIER = 'demo-verifier-token'

/** QuickBooks in process, one company connected; lines without a product are sold as item 1. */
export function startQuickBooks(options: Omit<Options, 'clock'> & { readonly chosen?: Grant['chosen'] } = {}) {
  const clock = jumpingClock()
  const { chosen = { 'line-item': ['1'] }, ...rest } = options
  const simulator = quickBooks({ clock, size: 6, ...rest })
  const grant: Grant = { baseUrl: 'http://books.test', secrets: {}, company: MAIN, chosen, consent: { realmId: MAIN } }
  const oauth = { admin: simulator.admin, client: CLIENT }
  const openAt = (to: Grant, send: Send, page: number) => session(to, send, { ...quickbooks.limits, page })
  const webhook = () => {
    simulator.admin.edit(MAIN, 'Customer', "Amy's Bird Sanctuary 1", { Fax: { FreeFormNumber: '1' } })
    const { headers, body } = simulator.admin.deliver(VERIFIER)
    return Promise.resolve({ call: { headers, body: new TextEncoder().encode(body) }, key: VERIFIER })
  }
  return { connector: quickbooks, simulator, clock, grant, oauth, openAt, webhook }
}
