import { freshsales } from '@/lib/connectors/freshsales'
import { SECRET_HEADER } from '@/lib/connectors/freshsales/hints'
import { session } from '@/lib/connectors/freshsales/session'
import type { Content, Grant, Send, Write } from '@/lib/model/connector'
import type { Fields } from '@/lib/model/record'
import { CLIENT, freshsales as simulated } from '@/sandbox/freshsales'
import type { FreshsalesOptions } from '@/sandbox/freshsales'
import { createOf } from './sample'
import { jumpingClock, openSession } from './stage'

export const KEY = 'the secret of our workflow'

/** An account with records of its own and two invoices and a payment of ours, all a while old. */
export async function startFreshsales(options: FreshsalesOptions = {}) {
  const clock = jumpingClock()
  const simulator = simulated({ clock, size: 7, deliver: () => Promise.resolve(new Response()), ...options })
  const grant: Grant = {
    baseUrl: 'http://acme.test/crm/sales/api',
    secrets: { domain: 'acme' },
    company: null,
    chosen: {},
  }
  const openAt = (to: Grant, send: Send, page: number) => session(to, send, { ...freshsales.limits, page })
  const bench = {
    connector: freshsales,
    simulator,
    clock,
    grant,
    openAt,
    oauth: { admin: simulator.admin.oauth, client: CLIENT },
  }
  const webhook = async () => {
    simulator.admin.addWorkflow({
      module: 'contacts',
      on: 'updated',
      url: 'https://us.test/hook',
      headers: { [SECRET_HEADER]: KEY },
    })
    simulator.admin.edit('contacts', first(simulator.admin.list('contacts')), { city: 'Vienne' })
    await simulator.admin.quiet()
    const [sent] = simulator.admin.deliveries()
    if (!sent) throw new Error('no webhook came')
    return { call: { headers: sent.headers, body: Buffer.from(sent.body) }, key: KEY }
  }
  if (options.madeReady !== false) await ourRecords(bench)
  clock.advance(3_600_000)
  simulator.forgetCalls()
  return { ...bench, webhook }
}

export type Started = Awaited<ReturnType<typeof startFreshsales>>

const first = (rows: readonly Readonly<Record<string, unknown>>[]): string => String(rows[0]?.['id'])

async function ourRecords(bench: Omit<Started, 'webhook'>): Promise<void> {
  const customer = first(bench.simulator.admin.list('sales_accounts'))
  const invoice = (n: number) =>
    createOf(
      'invoice',
      { fields: { number: `F${n}`, currency: 'EUR', total: 12_00 }, parents: { customer } },
      `seed-invoice-${n}`,
    )
  const payment = createOf(
    'payment',
    { fields: { number: 'R1', currency: 'EUR', amount: 5_00 }, parents: { customer } },
    'seed-payment',
  )
  const open = openSession(bench)
  await open.write('invoice', [invoice(1), invoice(2)])
  await open.write('payment', [payment])
}

/** Calls of the API by method and place, ids left out. */
export const callsOf = ({ simulator }: Pick<Started, 'simulator'>): readonly string[] =>
  simulator
    .calls()
    .filter(({ path }) => path.startsWith('/crm/'))
    .map(({ method, path }) => `${method} ${path.replace('/crm/sales/api/', '').replace(/\d{5,}/g, '#')}`)

export const made = (entity: Write['entity'], fields: Fields, marker: string, rest: Partial<Content> = {}): Write =>
  createOf(entity, { fields, parents: {}, ...rest }, marker)
