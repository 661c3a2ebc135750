import type { Person } from '@/lib/model/connector'
import type { Settings } from '@/lib/model/settings'
import { inTenant } from '@/lib/store/db'
import { fold } from '@/lib/sync/keys'
import { bothSides, unanswered, type Unanswered } from './both-sides'
import { matchPeople, type Live } from './compose-settings'
import type { Desk } from './desk'
import { placeOf } from './place'
import { markOf, settingsPart } from './settings-part'

export interface PersonPair {
  readonly books: Person
  readonly crm: Person | null
  /** `chosen`: an administrator paired them, or said that there is nobody. */
  readonly how: 'email' | 'name' | 'chosen' | null
}

export interface PeopleView {
  /** CRM users that may stand for somebody. */
  readonly crm: readonly Person[]
  /** Everybody of the books, whoever has nobody first. */
  readonly pairs: readonly PersonPair[]
  readonly administrator: string | null
  /** Handed back with what is saved. */
  readonly shown: string
  readonly problem: Unanswered | null
}

/** Who stands for whom, and whom an administrator may still pair. */
export async function people(desk: Desk): Promise<PeopleView> {
  const place = await inTenant(desk, (tx) => placeOf(tx, desk))
  const settings = place.integration?.settings ?? null
  const administrator = settings?.administrator ?? null
  const found = await bothSides(desk, place)
  const shown = settings ? markOf(settingsPart.people, settings) : ''
  if (!found.ok) return { crm: [], pairs: [], administrator, shown, problem: unanswered(found.fault, place) }
  const pairs = pairsOf(found.value.people, settings)
  return {
    crm: found.value.people.crm.filter(({ active }) => active),
    pairs: [...pairs.filter((pair) => pair.crm === null), ...pairs.filter((pair) => pair.crm !== null)],
    administrator,
    shown,
    problem: null,
  }
}

/** Who stands for whom: what was chosen, else what e-mail or name propose. */
export const pairsOf = (met: Live['people'], settings: Settings | null): readonly PersonPair[] =>
  matchPeople(met).map((pair) => chosenPair(pair, met.crm, settings?.people ?? []))

function chosenPair(
  proposed: { readonly books: Person; readonly crm: Person | null },
  crm: readonly Person[],
  chosen: Settings['people'],
): PersonPair {
  const { books } = proposed
  const how = howMet(books, proposed.crm)
  const own = chosen.find((pair) => fold(pair.books) === fold(books.id))
  if (!own) return { ...proposed, how }
  // Whoever left the CRM stands for nobody: with them the page could not be saved any more.
  const person = crm.find(({ id, active }) => active && id === own.crm) ?? null
  // What was proposed and put in force unchanged still says why.
  return { books, crm: person, how: person && person.id === proposed.crm?.id ? how : 'chosen' }
}

function howMet(books: Person, crm: Person | null): PersonPair['how'] {
  if (crm === null) return null
  return books.email !== null && books.email.toLowerCase() === crm.email?.toLowerCase() ? 'email' : 'name'
}
