import { freshbooks } from '@/lib/connectors/freshbooks'
import { session } from '@/lib/connectors/freshbooks/session'
import type { Grant, Send } from '@/lib/model/connector'
import { CLIENT, MAIN, freshBooks } from '@/sandbox/freshbooks'
import type { Options } from '@/sandbox/freshbooks'
import { jumpingClock, openSession } from './stage'

export const URL_OF_OURS = 'https://concord.test/api/hooks/freshbooks'

/** FreshBooks in process, one business chosen. */
export function startFreshBooks(
  options: Omit<Options, 'clock'> & { readonly chosen?: Grant['chosen']; readonly at?: number } = {},
) {
  const { chosen = {}, at, ...rest } = options
  const clock = jumpingClock(at)
  const simulator = freshBooks({ clock, size: 6, ...rest })
  const grant: Grant = { baseUrl: 'http://freshbooks.test', secrets: {}, company: MAIN, chosen }
  const oauth = { admin: simulator.admin, client: CLIENT }
  const openAt = (to: Grant, send: Send, page: number) => session(to, send, { ...freshbooks.limits, page })
  const bench = { connector: freshbooks, simulator, clock, grant, oauth, openAt }
  /** Callbacks are ordered and proven first, as in life; then somebody edits a client. */
  const webhook = async () => {
    const own = openSession(bench)
    await own.subscribe?.(URL_OF_OURS)
    const secrets = new Map<string, string>()
    for (const { body } of simulator.admin.greetings(MAIN)) {
      const received = freshbooks.receive({ headers: {}, body: Buffer.from(body) }, [])
      if (received.kind !== 'confirm') throw new Error('a greeting was not understood')
      secrets.set(received.id, received.secret)
      await own.confirm?.(received.id, received.secret)
    }
    const [client] = simulator.admin.list(MAIN, 'client')
    simulator.admin.edit(MAIN, 'client', Number(client?.['id']), { organization: 'Moved on' })
    const [delivery] = simulator.admin.deliver(MAIN)
    const [key = ''] = secrets.values()
    return { call: { headers: delivery?.headers ?? {}, body: Buffer.from(delivery?.body ?? '') }, key }
  }
  return { ...bench, webhook }
}
