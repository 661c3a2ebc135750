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

/** The tenant's lists, each read at most once per session and only when something needs it. */
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
  const kept = new Map<string, Promise<readonly unknown[]>>()
  const list = <T>(resource: string, row: z.ZodType<T>, where?: string): Promise<readonly T[]> => {
    const known = kept.get(resource) as Promise<readonly T[]> | undefined // one resource, one row type
    const asked = known ?? readList(client, resource, row, count, where)
    kept.set(resource, asked)
    return asked
  }
  const bare = async (): Promise<number | null> => {
    const found = await list('products', product, `extId='${BARE.extId}'`)
    return found.find(({ deleted }) => !deleted)?.id ?? null
  }
  const orderStatuses = () => list('salesorderStatuses', entry)

  return {
    bare,
    orderStatuses,
    users: () => list('users', user),
    branches: () => list('branches', branch),
    statuses: () => list('accountStatuses', entry),
    forget: () => kept.clear(),
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
      const needs = needsOf(entity, writes)
      const countries = needs.country ? await list('countries', entry) : []
      const currencies = needs.currency ? await list('currencies', entry) : []
      const states = needs.state ? await orderStatuses() : []
      const users = needs.branch ? await list('users', user) : []
      return {
        country: new Map(countries.filter(isOpen).flatMap((each) => pair(countryIn(each), each.id))),
        currency: new Map(currencies.filter(isOpen).flatMap((each) => pair(text(each.code), each.id))),
        state: new Map(
          Object.entries(STATES).flatMap(([state, { descriptionEN }]) => pair(state, idOf(states, descriptionEN))),
        ),
        branch: new Map(users.map(personOf).flatMap((each) => pair(each.id, each.branch && Number(each.branch)))),
        bare: needs.bare ? await bare() : null,
      }
    },
  }
}

export const idOf = (states: readonly Entry[], label: string): number | null =>
  states.find((each) => isOpen(each) && text(each.descriptionEN)?.toLowerCase() === label.toLowerCase())?.id ?? null

const isOpen = ({ deleted }: Entry): boolean => deleted !== true

const countryIn = (each: Entry): string | null => country(each.code ?? each.descriptionEN ?? each.name)

const pair = <K, V>(key: K | null | '', value: V | null | ''): readonly (readonly [K, V])[] =>
  key === null || key === '' || value === null || value === '' ? [] : [[key, value]]

interface Needs {
  readonly country: boolean
  readonly currency: boolean
  readonly state: boolean
  readonly branch: boolean
  readonly bare: boolean
}

function needsOf(entity: Ours, writes: readonly Write[]): Needs {
  const contents = writes.flatMap((write) => (write.do === 'remove' ? [] : [write]))
  const any = (key: string): boolean => contents.some(({ fields }) => fields[key] != null)
  return {
    country: any('country'),
    currency: any('currency'),
    state: any('state'),
    branch: entity !== 'contact' && entity !== 'product' && contents.some((write) => write.do === 'create'),
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
    proven ||= listed.rows.length > 50
    more = !isLast(listed.rows.length, count, proven)
  }
  return found
}
