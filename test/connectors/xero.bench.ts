import { xero } from '@/lib/connectors/xero'
import { session as openXero } from '@/lib/connectors/xero/session'
import type { Content, Grant, Outcome, Send, Session } from '@/lib/model/connector'
import type { Snapshot } from '@/lib/model/record'
import type { Entity } from '@/lib/model/words'
import { CLIENT, MAIN, WEBHOOK_KEY, xero as simulated } from '@/sandbox/xero'
import { listing } from './sample'
import { jumpingClock } from './stage'

export const SMALL = { contacts: 7, items: 4, invoices: 40, quotes: 3, users: 2 }

export function start(chosen: Grant['chosen'] = { 'calls-per-day': ['5000'] }) {
  const clock = jumpingClock()
  const simulator = simulated({ clock, size: SMALL })
  const grant: Grant = { baseUrl: 'http://xero.test', secrets: {}, company: MAIN, chosen }
  const openAt = (to: Grant, send: Send, page: number) => openXero(to, send, { ...xero.limits, page })
  const webhook = () => {
    const [contact] = simulator.admin.list(MAIN, 'contacts')
    simulator.admin.edit(MAIN, 'contacts', String(contact?.['ContactID']), { Name: 'Moved on' })
    const call = simulator.admin.takeWebhook()
    return Promise.resolve({
      call: { headers: call?.headers ?? {}, body: Buffer.from(call?.body ?? '') },
      key: WEBHOOK_KEY,
    })
  }
  return {
    connector: xero,
    simulator,
    clock,
    grant,
    oauth: { admin: simulator.admin, client: CLIENT },
    webhook,
    openAt,
  }
}

export const company = (name: string, fields: Content['fields'] = {}): Content => ({
  fields: { name, ...fields },
  parents: {},
})
export const one = (outcomes: readonly Outcome[]): Snapshot => {
  const [outcome] = outcomes
  if (!outcome?.ok || !outcome.receipt.shown) throw new Error(`not written: ${JSON.stringify(outcome)}`)
  return outcome.receipt.shown
}
export const all = async (session: Session, feed: readonly Entity[]) => (await listing(session, feed)).snapshots
export const calls = (bench: ReturnType<typeof start>) =>
  bench.simulator.calls().map(({ method, path }) => `${method} ${path}`)
