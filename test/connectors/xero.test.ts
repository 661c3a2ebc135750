import { xero } from '@/lib/connectors/xero'
import { session as openXero } from '@/lib/connectors/xero/session'
import type { Grant, Send } from '@/lib/model/connector'
import { CLIENT, MAIN, WEBHOOK_KEY, xero as simulated } from '@/sandbox/xero'
import { conform } from './conformance'
import { jumpingClock } from './stage'

const SMALL = { contacts: 7, items: 4, invoices: 40, quotes: 3, users: 2 }

function start(chosen: Grant['chosen'] = { 'calls-per-day': ['5000'] }) {
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

conform('Xero', () => Promise.resolve(start()))
