import type { Bench } from '@/lib/engine/workshop'
import type { Field } from '@/lib/model/connector'
import type { Pair } from '@/lib/model/rule'
import { entities, type Entity } from '@/lib/model/words'
import { askVendor } from './ask-vendor'
import type { Live } from './compose-settings'
import { done, type Done } from './fault'

/** Reads the schemas and people of both sides; the vendor that does not answer is named. */
export async function live(pair: Pair, crm: Bench, books: Bench): Promise<Done<Live>> {
  const theirs = await askVendor(books.connector.id, () => look(pair, books))
  if (!theirs.ok) return theirs
  const ours = await askVendor(crm.connector.id, () => look(pair, crm))
  if (!ours.ok) return ours
  return done({
    fields: { crm: ours.value.fields, books: theirs.value.fields },
    people: { crm: ours.value.people, books: theirs.value.people },
  })
}

async function look(pair: Pair, { connector, session }: Bench) {
  const fields: Partial<Record<Entity, readonly Field[]>> = {}
  for (const entity of entities) {
    if (pair.entities[entity] && connector.entities[entity]) fields[entity] = await session.fields(entity)
  }
  return { fields, people: await session.people() }
}
