import { ConnectorError } from '@/lib/model/problem'
import type { Client } from './client'
import { EXTRA, BARE, STATES } from './columns'
import { isLast } from './feed'
import { idOf } from './names'
import type { Lookup } from './names'
import { extraField } from './wire'

/** Makes what our writes need in the CRM and it lacks: extra fields, invoice states, the product for bare lines. */
export async function prepare(client: Client, lookup: Lookup, count: number): Promise<void> {
  lookup.forget()
  for (const [resource, fields] of Object.entries(EXTRA)) await makeFields(client, resource, fields, count)
  const states = await lookup.orderStatuses()
  for (const state of Object.values(STATES)) {
    if (idOf(states, state.descriptionEN) === null) await client.create('salesorderStatuses', state)
  }
  if ((await lookup.bare()) === null) await client.create('products', BARE)
  lookup.forget()
}

async function makeFields(client: Client, resource: string, fields: Readonly<Record<string, string>>, count: number) {
  const known = await fieldNames(client, resource, count)
  for (const [fieldName, type] of Object.entries(fields)) {
    if (known.has(fieldName.toLowerCase())) continue
    const label = fieldName.replace(/([a-z])([A-Z])/g, '$1 $2')
    const labels = { descriptionEN: label, descriptionFR: label, descriptionES: label }
    await client.create(`extrafields/${resource}`, { entity: resource, fieldName, type, ...labels })
  }
}

/** Page by page until one tells nothing new: no document promises that this list comes in pages. */
async function fieldNames(client: Client, resource: string, count: number): Promise<ReadonlySet<string>> {
  const known = new Set<string>()
  for (let page = 0, more = true; more; page += 1) {
    const there = await client.list(`extrafields/${resource}`, extraField, { page, count, as: 'session' })
    if (there === 'bad-filter') throw new ConnectorError({ kind: 'surprise', detail: 'extra fields: no list' })
    const before = known.size
    for (const { fieldName } of there.rows) known.add(fieldName.replace(/^Z_/i, '').toLowerCase())
    more = known.size > before && !isLast(there.rows.length, count, false)
  }
  return known
}
