import { BLANK_ARTICLE, BLANK_CONTACT, BLANK_FACTURE, BLANK_REGLEMENT, BLANK_REPRESENTANT, BLANK_TIERS } from './blank'
import { newNumber } from './dossier'
import type { Dossier } from './dossier'
import { codeRule } from './meta'
import type { Doc, Entity } from './records'
import { plain } from './seed/numbers'
import type { Patch } from './validate'

const PREFIX: Readonly<Record<Exclude<Entity, 'clients' | 'prospects'>, string>> = {
  contacts: '',
  articles: 'ART',
  factures: 'FA',
  reglements: 'RG',
  representants: 'R',
}

const BLANK: Readonly<Record<Entity, Doc>> = {
  clients: BLANK_TIERS,
  prospects: { ...BLANK_TIERS, typeTiers: 'prospect' },
  contacts: BLANK_CONTACT,
  articles: BLANK_ARTICLE,
  factures: BLANK_FACTURE,
  reglements: BLANK_REGLEMENT,
  representants: BLANK_REPRESENTANT,
}

/** A new record with what Sage adds by itself: number, code, address number, account, dates. */
export function create(into: Dossier, entity: Entity, given: Patch, now: number): Doc {
  const number = newNumber(into, entity)
  const when = new Date(now).toISOString()
  const filled: Doc = {
    ...BLANK[entity],
    ...merged(BLANK[entity], given),
    id: String(number),
    creeLe: when,
    modifieLe: when,
  }
  const doc: Doc = { ...filled, ...added(into, entity, filled, number) }
  into.tables[entity].put(doc, entity === 'contacts' && doc.typeAdresse !== 'contact' ? 'never' : 'live', now)
  return doc
}

/** Parts of an address that are not given stay as they are. */
export function merged(before: Doc, given: Patch): Patch {
  const { adresse } = given
  if (typeof adresse !== 'object' || adresse === null || Array.isArray(adresse)) return given
  return { ...given, adresse: Object.assign({}, before.adresse, adresse) }
}

function added(into: Dossier, entity: Entity, doc: Doc, number: number): Patch {
  if (entity === 'clients' || entity === 'prospects') {
    const code = doc.code || generated(into, entity, doc, number)
    return { code, compteComptable: entity === 'clients' ? accountOf(code) : null }
  }
  if (entity === 'contacts') {
    return { code: `${doc.tiersCode}-${number}`, numeroAdresse: nextAddress(into, String(doc.tiersId)) }
  }
  const code = doc.code || PREFIX[entity] + String(number).padStart(6, '0')
  return entity === 'factures' || entity === 'reglements' ? { code, numero: code } : { code }
}

export const accountOf = (code: string): string => `411${code}`.slice(0, 11)

function generated(into: Dossier, entity: 'clients' | 'prospects', doc: Doc, number: number): string {
  const digits = String(number).padStart(4, '0')
  const room = Math.max(0, Math.min(4, codeRule(into, entity).maxLength - digits.length))
  const letters = plain(String(doc.raisonSociale)).replace(/-/g, '').toUpperCase().padEnd(4, 'X').slice(0, room)
  const code = letters + digits
  return isTaken(into, code) ? generated(into, entity, doc, newNumber(into, entity)) : code
}

const isTaken = (into: Dossier, code: string): boolean =>
  [into.tables.clients, into.tables.prospects].some((table) =>
    table.find('code', code).some((row) => row.state === 'live'),
  )

/** Above every number that the first content gave. */
export function nextAddress(into: Dossier, tiersId: string): number {
  const { clients, prospects, contacts } = into.content.sources
  const owners = Math.min(clients.count || Infinity, prospects.count || Infinity)
  const number = into.addresses.get(tiersId) ?? Math.ceil(contacts.count / owners) + 2
  into.addresses.set(tiersId, number + 1)
  return number
}
