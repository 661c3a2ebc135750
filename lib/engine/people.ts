import type { Person } from '../model/connector'
import type { Database } from '../store/db'
import type { PeopleFacts } from '../sync/facts'
import { fold } from '../sync/keys'
import { asking } from './vendor-problem'
import type { Work } from './workshop'

/** People change rarely: asked once per connection and quarter of an hour. */
const keptFor = 15 * 60_000
const kept = new WeakMap<Database, Map<string, Kept>>()

interface Kept {
  readonly people: readonly Person[]
  readonly until: number
}

async function peopleOf(work: Work): Promise<readonly Person[]> {
  const { connection, session, connector } = work.benches.crm
  const here = keptIn(work.engine.db)
  const known = here.get(connection.id)
  if (known && known.until > work.engine.now()) return known.people
  const people = await asking(connector.id, session.people())
  here.set(connection.id, { people, until: work.engine.now() + keptFor })
  return people
}

function keptIn(db: Database): Map<string, Kept> {
  const here = kept.get(db) ?? new Map<string, Kept>()
  kept.set(db, here)
  return here
}

/** Warms the list outside any transaction, because a vendor is never called inside one. */
export async function meetPeople(work: Work): Promise<void> {
  await peopleOf(work)
}

/** Who stands for whom: the administrator's people map first, then equal full names. */
export async function peopleFacts(work: Work): Promise<PeopleFacts> {
  const people = await peopleOf(work)
  const byName = people.filter(({ active }) => active).map(({ name, id }): [string, string] => [fold(name), id])
  const chosen = new Map(work.settings.people.map(({ books, crm }) => [fold(books), crm]))
  const known = [...byName.filter(([name]) => !chosen.has(name)), ...chosen]
  return {
    crmByBooks: Object.fromEntries(known.flatMap(([name, crm]) => (crm === null ? [] : [[name, crm]]))),
    nameByCrm: Object.fromEntries(people.map((person) => [person.id, person.name])),
    administrator: work.settings.administrator,
  }
}
