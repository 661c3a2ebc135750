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

function keptIn(db: Database): Map<string, Kept> {
  const here = kept.get(db) ?? new Map<string, Kept>()
  kept.set(db, here)
  return here
}

/** Outside any transaction, because a vendor is never called inside one. */
export async function meetPeople({ engine, benches }: Work): Promise<void> {
  const { connection, session, connector } = benches.crm
  const here = keptIn(engine.db)
  if ((here.get(connection.id)?.until ?? 0) > engine.now()) return
  const people = await asking(connector.id, session.people())
  here.set(connection.id, { people, until: engine.now() + keptFor })
}

/** Who stands for whom: the administrator's people map first, then equal full names. Of those last met, however long a step takes. */
export function peopleFacts(work: Work): PeopleFacts {
  const met = keptIn(work.engine.db).get(work.benches.crm.connection.id)
  if (!met) throw new Error('Nobody was met before the plan')
  const { people } = met
  const active = people.filter((person) => person.active)
  const names = active.map(({ name, id }): [string, string] => [fold(name), id])
  // Of two who share a name nobody knows which one is meant.
  const byName = names.filter(([name, id]) => names.every(([other, one]) => other !== name || one === id))
  const chosen = new Map(work.settings.people.map(({ books, crm }) => [fold(books), crm]))
  const known = [...byName.filter(([name]) => !chosen.has(name)), ...chosen]
  // What a user who has left would own, nobody would see.
  const present = new Set(active.map(({ id }) => id))
  return {
    crmByBooks: Object.fromEntries(
      known.flatMap(([name, crm]) => (crm !== null && present.has(crm) ? [[name, crm]] : [])),
    ),
    nameByCrm: Object.fromEntries(people.map((person) => [person.id, person.name])),
    administrator: work.settings.administrator,
  }
}
