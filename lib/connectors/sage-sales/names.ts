import type { z } from 'zod'
import type { Write } from '@/lib/model/connector'
import { ConnectorError } from '@/lib/model/problem'
import { country, text } from '@/lib/model/value'
import type { Client } from './client'
import { BARE, STATES } from './columns'
import type { Ours } from './columns'
import type { Ids } from './data'
import { isLast } from './feed'
import { needsCountries, personOf } from './map'
import type { Names } from './map'
import { branch, entry, product, user } from './wire'
import type { Entry, OrderLine, Ref, User } from './wire'

/** The tenant's lists, read only when something needs them and kept with the session; people's choices are read anew. */
export interface Lookup {
  namesOf(rows: readonly Referring[], lines: readonly OrderLine[]): Promise<Names>
  idsFor(entity: Ours, writes: readonly Write[]): Promise<Ids>
  users(): Promise<readonly User[]>
  branches(): Promise<readonly z.infer<typeof branch>[]>
  statuses(): Promise<readonly Entry[]>
  orderStatuses(): Promise<readonly Entry[]>
  /** The product for lines without one; null until `prepare` made it. */
  bare(): Promise<number | null>
  forget(): void
}

interface Referring {
  readonly countryId?: Ref | null | undefined
  readonly currencyId?: Ref | null | undefined
}

export function makeLookup(client: Client, count: number): Lookup {
  const list = async <T>(resource: string, row: z.ZodType<T>, where?: string): Promise<readonly T[]> => {
    const known = client.lists().get(resource) as readonly T[] | undefined // one resource, one row type
    return known ?? anew(resource, row, where)
  }
  const anew = async <T>(resource: string, row: z.ZodType<T>, where?: string): Promise<readonly T[]> => {
    const rows = await readList(client, resource, row, count, where)
    client.lists().set(resource, rows)
    return rows
  }
  const bare = async (): Promise<number | null> => {
    const found = await list('products', product, `extId='${BARE.extId}'`)
    return found.find(({ deleted }) => !deleted)?.id ?? null
  }
  const orderStatuses = () => list('salesorderStatuses', entry)

  return {
    bare,
    orderStatuses,
    users: () => anew('users', user),
    branches: () => anew('branches', branch),
    statuses: () => anew('accountStatuses', entry),
    forget: () => client.lists().clear(),
    async namesOf(rows, lines) {
      const countries = needsCountries(rows) ? await list('countries', entry) : []
      const currencies = rows.some(({ currencyId }) => currencyId) ? await list('currencies', entry) : []
      return {
        countries: new Map(countries.flatMap((each) => pair(each.id, countryIn(each)))),
        currencies: new Map(currencies.flatMap((each) => pair(each.id, text(each.code)))),
        bare: lines.length > 0 ? await bare() : null,
      }
    },
    async idsFor(entity, writes) {
      const known = await ids(entity, writes)
      if (!lacks(known, needsOf(entity, writes))) return known
      // Somebody may have added it to the list since it was read.
      client.lists().clear()
      return ids(entity, writes)
    },
  }

  async function ids(entity: Ours, writes: readonly Write[]): Promise<Ids> {
    const needs = needsOf(entity, writes)
    const countries = needs.country.size > 0 ? await list('countries', entry) : []
    const currencies = needs.currency.size > 0 ? await list('currencies', entry) : []
    const states = needs.state.size > 0 ? await orderStatuses() : []
    const users = needs.branch.size > 0 ? await list('users', user) : []
    const labels = Object.entries(STATES)
    return {
      country: new Map(countries.filter(isOpen).flatMap((each) => pair(countryIn(each), each.id))),
      currency: new Map(currencies.filter(isOpen).flatMap((each) => pair(text(each.code), each.id))),
      state: new Map(labels.flatMap(([state, { descriptionEN }]) => pair(state, idOf(states, descriptionEN)))),
      branch: new Map(users.map(personOf).flatMap((each) => pair(each.id, each.branch && Number(each.branch)))),
      bare: needs.bare ? await bare() : null,
    }
  }
}

const LISTED = ['country', 'currency', 'state', 'branch'] as const

const lacks = (ids: Ids, needs: Needs): boolean =>
  (needs.bare && ids.bare === null) || LISTED.some((list) => [...needs[list]].some((value) => !ids[list].has(value)))

export const idOf = (states: readonly Entry[], label: string): number | null =>
  states.find((each) => isOpen(each) && text(each.descriptionEN)?.toLowerCase() === label.toLowerCase())?.id ?? null

const isOpen = ({ deleted }: Entry): boolean => deleted !== true

const countryIn = (each: Entry): string | null => country(each.code ?? each.descriptionEN ?? each.name)

const pair = <K, V>(key: K | null | '', value: V | null | ''): readonly (readonly [K, V])[] =>
  key === null || key === '' || value === null || value === '' ? [] : [[key, value]]

type Needs = Readonly<Record<(typeof LISTED)[number], ReadonlySet<string>>> & { readonly bare: boolean }

function needsOf(entity: Ours, writes: readonly Write[]): Needs {
  const contents = writes.flatMap((write) => (write.do === 'remove' ? [] : [write]))
  const values = (key: string, from: typeof contents): ReadonlySet<string> =>
    new Set(from.flatMap(({ fields }) => (typeof fields[key] === 'string' ? [fields[key]] : [])))
  const owned = entity !== 'contact' && entity !== 'product'
  return {
    country: values('country', contents),
    currency: values('currency', contents),
    state: values('state', contents),
    branch: owned
      ? values(
          'owner',
          contents.filter((write) => write.do === 'create'),
        )
      : new Set(),
    bare: contents.some(({ lines }) => lines?.some(({ parents }) => parents.product === undefined)),
  }
}

async function readList<T>(client: Client, resource: string, row: z.ZodType<T>, count: number, where?: string) {
  const found: T[] = []
  for (let page = 0, more = true, proven = false; more; page += 1) {
    const listed = await client.list(resource, row, {
      ...(where ? { where } : {}),
      order: 'id',
      page,
      count,
      as: 'session',
    })
    if (listed === 'bad-filter')
      throw new ConnectorError({ kind: 'surprise', detail: `${resource}: filter not understood` })
    found.push(...listed.rows)
    proven ||= listed.rows.length >= count
    more = !isLast(listed.rows.length, count, proven)
  }
  return found
}
