import type { Choice } from '@/lib/model/choice'
import type { Grant, Limits } from '@/lib/model/connector'
import { ConnectorError } from '@/lib/model/problem'
import type { Entity } from '@/lib/model/words'
import type { Client } from './client'
import { MODULES, SHELVES } from './columns'
import { proposedView } from './lookup'
import type { Stage } from './wire'

/** Calls an hour by plan, shared with every other integration. https://crmsupport.freshworks.com/support/solutions/articles/50000005599 */
const PER_HOUR = { growth: 1_000, pro: 2_000, enterprise: 5_000 } as const
type Plan = keyof typeof PER_HOUR

/** Half of it is ours, as the account has other integrations. Some accounts are also held to 400 a minute. */
const rates = (plan: Plan): Limits['rates'] => [
  { calls: 200, seconds: 60 },
  { calls: PER_HOUR[plan] / 2, seconds: 3_600 },
]

export const slowest = rates('growth')

export function ratesOf({ chosen }: Grant): Limits['rates'] {
  const [plan] = chosen['hourlyPlan'] ?? []
  return plan === 'pro' || plan === 'enterprise' ? rates(plan) : slowest
}

const single = (key: string, values: Choice['values'], sure: string | null, entity?: Entity): Choice => ({
  ...{ key, values, proposed: sure === null ? [] : [sure], many: false },
  ...(entity ? { only: { entity, when: 'read' } } : {}),
})

/** What only this account's own lists can answer. What the consent does not cover is not asked. */
export async function choices(client: Client): Promise<readonly Choice[]> {
  const views = await Promise.all(
    (['customer', 'contact', 'document'] as const).map(async (entity) => {
      const shelf = SHELVES[entity]
      const found = await orForbidden(client.views(shelf))
      const values = found?.map(({ id, name }) => ({ value: id, label: name }))
      return values ? [single(shelf.view ?? entity, values, proposedView(found ?? []), entity)] : []
    }),
  )
  const stages = await client.stages()
  const won = stages.filter((stage) => stage.forecast_type === WON)
  return [
    ...views.flat(),
    {
      key: 'won',
      values: stages.map(({ id, name }) => ({ value: id, label: name })),
      proposed: won.map(({ id }) => id),
      many: true,
      only: { entity: 'document', when: 'read' },
    },
    ...(await moduleChoices(client)),
    single(
      'hourlyPlan',
      Object.keys(PER_HOUR).map((value) => ({ value, label: value })),
      'growth',
    ),
  ]
}

async function moduleChoices(client: Client): Promise<readonly Choice[]> {
  const made = ((await orForbidden(client.modules())) ?? []).filter(({ custom }) => custom === true)
  const values = made.map((each) => ({ value: each.entity_name, label: each.plural_name ?? each.entity_name }))
  return (['invoice', 'payment'] as const).map((entity) => {
    const { choice, name } = MODULES[entity]
    return single(choice, values, values.some(({ value }) => value === name) ? name : null, entity)
  })
}

async function orForbidden<T>(work: Promise<T>): Promise<T | null> {
  try {
    return await work
  } catch (error) {
    if (error instanceof ConnectorError && error.problem.kind === 'forbidden') return null
    throw error
  }
}

const WON = 'Closed Won'
const LOST = 'Closed Lost'

/** What the administrator said of deals, or what their stages say by themselves. */
export function dealStates(stages: readonly Stage[], chosen: Grant['chosen']) {
  const of = (forecast: string) => stages.filter(({ forecast_type }) => forecast_type === forecast).map(({ id }) => id)
  return {
    won: new Set(chosen['won'] ?? of(WON)),
    lost: new Set(of(LOST)),
  }
}
