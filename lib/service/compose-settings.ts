import type { Field, Person } from '@/lib/model/connector'
import type { Join, Pair, Rule } from '@/lib/model/rule'
import type { EntitySettings, Settings } from '@/lib/model/settings'
import { entities, type Entity, type Side } from '@/lib/model/words'
import { fold } from '@/lib/sync/keys'
import { proposeJoins } from '@/lib/sync/resolve'

/** What both systems say of themselves right now. */
export interface Live {
  readonly fields: Readonly<Record<Side, Readonly<Partial<Record<Entity, readonly Field[]>>>>>
  readonly people: Readonly<Record<Side, readonly Person[]>>
}

/** The draft, made whole from the live schemas and people of both sides: what is put in force. */
export function composeSettings(pair: Pair, draft: Settings, live: Live): Settings {
  return {
    ...draft,
    every: Math.max(draft.every, pair.every),
    entities: Object.fromEntries(
      entities.flatMap((entity) => {
        const rule = pair.entities[entity]
        return rule ? [[entity, entitySettings(entity, rule, draft.entities[entity], live)]] : []
      }),
    ),
    people: composePeople(draft.people, live.people),
  }
}

/** Whom the administrator paired stays so; whoever is new is proposed. */
function composePeople(drafted: Settings['people'], people: Live['people']): Settings['people'] {
  const chosen = new Set(drafted.map(({ books }) => fold(books)))
  const proposed = matchPeople(people).flatMap(({ books, crm }) => (crm ? standFor(books, crm.id) : []))
  return [...drafted, ...proposed.filter(({ books }) => !chosen.has(fold(books)))]
}

/** Records name their sales rep by code or by full name. */
export const standFor = (books: Person, crm: string | null): Settings['people'] =>
  [...new Set([books.id, books.name])].map((name) => ({ books: name, crm }))

function entitySettings(
  entity: Entity,
  rule: Rule,
  drafted: EntitySettings | undefined,
  { fields }: Live,
): EntitySettings {
  const crm = fields.crm[entity] ?? []
  const books = fields.books[entity] ?? []
  return {
    ...drafted,
    on: drafted?.on ?? true,
    joins: drafted && drafted.joins.length > 0 ? drafted.joins : proposeJoins(crm, books, rule).map(storable),
    maxLength: { crm: lengths(crm), books: lengths(books) },
  }
}

const storable = ({ crm, books, lane }: Join) => ({ crm, books, ...(lane ? { lane } : {}) })

const lengths = (fields: readonly Field[]): Record<string, number> =>
  Object.fromEntries(fields.flatMap(({ key, maxLength }) => (maxLength === undefined ? [] : [[key, maxLength]])))

export interface MatchedPerson {
  readonly books: Person
  readonly crm: Person | null
}

/** Who stands for whom: the same e-mail, else the same full name, where only one active person has it. */
export function matchPeople({ crm, books }: Live['people']): readonly MatchedPerson[] {
  const active = crm.filter((person) => person.active)
  const only = (is: (person: Person) => boolean): Person | null => {
    const [first, second] = active.filter(is)
    return first && !second ? first : null
  }
  return books.map((person) => {
    const email = person.email?.toLowerCase()
    const byEmail = email ? only((other) => other.email?.toLowerCase() === email) : null
    return { books: person, crm: byEmail ?? only((other) => fold(other.name) === fold(person.name)) }
  })
}
