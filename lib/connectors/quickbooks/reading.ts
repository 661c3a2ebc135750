import type { Grant } from '@/lib/model/connector'
import type { Snapshot } from '@/lib/model/record'
import type { Entity } from '@/lib/model/words'
import { parsed } from './client'
import type { Client } from './client'
import { gone } from './map'
import type { Setting } from './map'
import type { Shelf } from './shelves'
import { shelvesOf } from './shelves'
import * as wire from './wire'

/** Ids asked for in one question. */
const TOGETHER = 100

/** Deeper than the vendor lets sub-customers nest. */
const DEEPEST = 5

export type Reading = ReturnType<typeof reading>

/** What is known of the company for the time of a session: its currencies, and whose part a sub-customer is. */
export function reading(client: Client, grant: Grant) {
  const owners = new Map<string, string>()
  let currencies: ReturnType<Client['preferences']> | undefined

  async function setting(): Promise<Setting> {
    currencies ??= client.preferences()
    const { HomeCurrency, MultiCurrencyEnabled = false } = await currencies
    const [anyItem = null] = grant.chosen['line-item'] ?? []
    return { currency: HomeCurrency.value, severalCurrencies: MultiCurrencyEnabled, anyItem, owners }
  }

  async function learnOwners(ids: readonly string[]): Promise<void> {
    const parents = new Map<string, string | null>()
    let unknown = [...new Set(ids)].filter((id) => !owners.has(id))
    for (let depth = 0; unknown.length > 0 && depth < DEEPEST; depth += 1) {
      for (const row of await customers(client, unknown)) parents.set(row.Id, row.ParentRef?.value ?? null)
      unknown = [...parents.values()].flatMap((id) => (id === null || parents.has(id) ? [] : [id]))
    }
    for (const id of ids) owners.set(id, topOf(id, parents))
  }

  async function told(shelf: Shelf, rows: readonly unknown[]): Promise<readonly Snapshot[]> {
    // A quiet poll is one call: nothing to read needs no currency to read it by.
    if (rows.length === 0) return []
    const parts = rows.flatMap((row) => shelf.partOf(row) ?? [])
    if (parts.length > 0) await learnOwners(parts)
    const known = await setting()
    return rows.flatMap((row) => shelf.snapshots(row, known))
  }

  return {
    setting,
    told,
    /** By id, in one call; a transaction that a company no longer shows is deleted. */
    async byIds(entity: Entity, ids: readonly string[]): Promise<readonly Snapshot[]> {
      const shelves = shelvesOf(entity)
      const asked = shelves.map(({ kind, isList }) => ({ kind, rest: `${whereIds(ids, isList)} maxresults 1000` }))
      const [first] = asked
      const answers =
        asked.length === 1 && first ? [(await client.query(first.kind, first.rest)).rows] : await client.queries(asked)
      const found: Snapshot[] = []
      for (const [at, shelf] of shelves.entries()) found.push(...(await told(shelf, answers[at] ?? [])))
      const own = found.filter((each) => each.entity === entity)
      // An invoice that is nobody's document is there all the same.
      const there = new Set(found.map(({ id }) => id))
      const absent = shelves.every(({ isList }) => isList) ? [] : ids.filter((id) => !there.has(id))
      return [...own, ...absent.map((id) => gone(entity, id))]
    },
    /** The customers themselves, for what a write has to know before. */
    customers: (ids: readonly string[]) => customers(client, ids),
  }
}

function topOf(id: string, parents: ReadonlyMap<string, string | null>): string {
  const above = parents.get(id)
  return above === null || above === undefined ? id : topOf(above, parents)
}

async function customers(client: Client, ids: readonly string[]): Promise<readonly wire.Customer[]> {
  const found: wire.Customer[] = []
  for (const some of chunks(ids, TOGETHER)) {
    const { rows } = await client.query('Customer', `${whereIds(some, true)} maxresults 1000`)
    found.push(...rows.map((row) => parsed(wire.customer, row)))
  }
  return found
}

/** A question for lists hides what is inactive unless it is named. */
const whereIds = (ids: readonly string[], isList: boolean): string =>
  `where Id in (${ids.map(quoted).join(',')})${isList ? ' and Active in (true,false)' : ''}`

/** https://developer.intuit.com/app/developer/qbo/docs/learn/explore-the-quickbooks-online-api/data-queries#escape-characters */
export const quoted = (text: string): string => `'${text.replace(/[\\']/g, '\\$&')}'`

export const chunks = <T>(all: readonly T[], size: number): readonly (readonly T[])[] =>
  Array.from({ length: Math.ceil(all.length / size) }, (_, at) => all.slice(at * size, (at + 1) * size))
