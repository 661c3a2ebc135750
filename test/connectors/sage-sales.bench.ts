import { sageSales } from '@/lib/connectors/sage-sales'
import { session } from '@/lib/connectors/sage-sales/session'
import type { Content, Write } from '@/lib/model/connector'
import type { Line } from '@/lib/model/record'
import { DEMO_KEYS, sageSales as simulated } from '@/sandbox/sage-sales'
import type { SageSalesOptions } from '@/sandbox/sage-sales'
import { jumpingClock, openSession } from './stage'

/** A prepared CRM with accounts and contacts of its own, two products and two invoices of ours, all a while old. */
export async function startSageSales(options: SageSalesOptions = {}) {
  const clock = jumpingClock()
  const simulator = simulated({ clock, size: 7, plan: 'unlimited', ...options })
  const { publicKey, privateKey } = DEMO_KEYS
  const grant = {
    baseUrl: 'http://crm.test/api/v4',
    secrets: { publicKey, privateKey },
    company: null,
    chosen: { client: ['22'], prospect: ['21'] },
  }
  const openAt = (to: typeof grant, send: Parameters<typeof session>[1], page: number) =>
    session(to, send, { ...sageSales.limits, page })
  const bench = { connector: sageSales, simulator, clock, grant, openAt }
  const prepared = openSession(bench)
  await prepared.prepare?.()
  for (const entity of ['product', 'invoice'] as const)
    await prepared.write(
      entity,
      [1, 2].map((n) => seed(entity, n)),
    )
  clock.advance(3_600_000)
  simulator.forgetCalls()
  return bench
}

const seed = (entity: 'product' | 'invoice', n: number): Write => ({
  do: 'create',
  entity,
  marker: `seed-${entity}-${n}`,
  idempotencyKey: `seed-${entity}-${n}`,
  parents: entity === 'invoice' ? { customer: '10001' } : {},
  ...(entity === 'product'
    ? { fields: { name: `Chair ${n}`, code: `000${n}`, price: 1_00 } }
    : {
        fields: { number: `F${n}`, invoiceId: `${n}`, owner: '501', state: 'open', locked: true },
        lines: [1, 2, 3].map((line) => ({
          fields: { description: `Line ${line}`, quantity: '1', price: '1', discount: '0', total: 1_00 },
          parents: { product: '50002' },
        })),
      }),
})

export type Started = Awaited<ReturnType<typeof startSageSales>>

/** Calls of the vendor's API by method and resource, logins apart. */
export const callsOf = ({ simulator }: Started): readonly string[] =>
  simulator
    .calls()
    .map(({ method, path }) => `${method} ${path.replace('/api/v4/', '')}`)
    .filter((call) => call !== 'POST login')

export const update = (entity: Write['entity'], id: string, content: Partial<Content>): Write => ({
  do: 'update',
  entity,
  id,
  ifMatch: null,
  idempotencyKey: `u-${id}`,
  fields: {},
  parents: {},
  ...content,
})

export const line = (description: string, total: number, parents: Line['parents'] = { product: '50002' }): Line => ({
  fields: { description, quantity: '1', price: String(total / 100), discount: '0', total },
  parents,
})
