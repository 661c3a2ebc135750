import type { Crm } from './crm'
import type { Id } from './model'

export interface User {
  readonly id: Id
  readonly display_name: string
  readonly email: string
  readonly is_active: boolean
  readonly work_number: string | null
  readonly mobile_number: string | null
}

export interface Stage {
  readonly id: Id
  readonly name: string
  readonly position: number
  readonly forecast_type: 'Open' | 'Closed Won' | 'Closed Lost'
  readonly deal_pipeline_id: Id
  readonly probability: number
}

export interface Currency {
  readonly id: Id
  readonly currency_code: string
  readonly is_active: boolean
}

/** What `/selector/` offers. */
export interface Lists {
  readonly users: readonly User[]
  readonly deal_stages: readonly Stage[]
  readonly currencies: readonly Currency[]
  readonly deal_pipelines: readonly { readonly id: Id; readonly name: string; readonly is_default: boolean }[]
}

export function seedLists(crm: Crm): Lists {
  const people = ['Alice Moreau', 'Bruno Petit', 'Carla Ruiz']
  const users = people.map((name, at): User => ({
    id: crm.nextId(),
    display_name: name,
    email: `${name.toLowerCase().replace(' ', '.')}@acme.test`,
    is_active: at < 2,
    work_number: null,
    mobile_number: null,
  }))
  const pipeline = crm.nextId()
  const stage = (
    name: string,
    position: number,
    forecast_type: Stage['forecast_type'],
    probability: number,
  ): Stage => ({
    ...{ id: crm.nextId(), name, position, forecast_type, probability, deal_pipeline_id: pipeline },
  })
  const lists: Lists = {
    users,
    deal_stages: [
      stage('New', 1, 'Open', 10),
      stage('Negotiation', 2, 'Open', 60),
      stage('Won', 3, 'Closed Won', 100),
      stage('Lost', 4, 'Closed Lost', 0),
    ],
    currencies: ['EUR', 'USD', 'JPY'].map((code) => ({ id: crm.nextId(), currency_code: code, is_active: true })),
    deal_pipelines: [{ id: pipeline, name: 'Default pipeline', is_default: true }],
  }
  for (const [table, entries] of Object.entries(lists) as [string, readonly { id: Id }[]][])
    crm.enlist(
      table,
      entries.map(({ id }) => id),
    )
  return lists
}
