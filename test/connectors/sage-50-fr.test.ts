import { sage50Fr } from '@/lib/connectors/sage-50-fr'
import { session } from '@/lib/connectors/sage-50-fr/session'
import { KEY, MAIN, sage50Fr as simulated } from '@/sandbox/sage-50-fr'
import { conform } from './conformance'
import { jumpingClock } from './stage'

const SMALL = { customers: 5, prospects: 3, contacts: 7, otherAddresses: 2, products: 4, invoices: 3, representants: 2 }

conform('Sage 50', async () => {
  const clock = jumpingClock()
  const simulator = simulated({ clock, size: SMALL })
  const grant = { baseUrl: 'http://gateway.test', secrets: { key: KEY }, company: MAIN, chosen: {} }
  const openAt = (to: typeof grant, send: Parameters<typeof session>[1], page: number) =>
    session(to, send, { ...sage50Fr.limits, page })
  return { connector: sage50Fr, simulator, clock, grant, openAt }
})
