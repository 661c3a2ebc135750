import { BLANK_CONTACT } from '../blank'
import type { Contact } from '../records'
import type { Source } from '../table'
import { FIRST_NAMES, ROLES, STREETS, SURNAMES, TOWNS } from './names'
import { lots, madeAt, phone, plain } from './numbers'
import { codeAt } from './tiers'

export interface Owners {
  readonly seed: number
  readonly clients: number
  readonly prospects: number
}

/** Contact addresses first; the delivery and billing ones behind them are in no feed. */
export function contacts(owners: Owners, count: number, others: number): Source {
  const all = owners.clients + owners.prospects === 0 ? 0 : count + others
  return {
    count: all,
    visible: Math.min(count, all),
    make: (index) => contact(owners, index, index < count),
    find: (field) => (field === 'ref' ? [] : undefined),
  }
}

function contact(owners: Owners, index: number, isContact: boolean): Contact {
  const lot = lots(owners.seed, 'contact', index)
  const place = ownerOf(owners, index)
  const prenom = lot.pick(FIRST_NAMES)
  const nom = lot.pick(SURNAMES)
  const town = lot.pick(TOWNS)
  const created = madeAt(index)
  const group = place < owners.clients ? owners.clients : owners.prospects
  return {
    ...BLANK_CONTACT,
    id: String(index + 1),
    code: `${codeAt(place)}-${index + 1}`,
    creeLe: created,
    modifieLe: created,
    tiersId: String(place + 1),
    tiersCode: codeAt(place),
    numeroAdresse: Math.floor(index / group) + 2,
    typeAdresse: isContact ? 'contact' : index % 2 === 0 ? 'livraison' : 'facturation',
    civilite: lot.pick(['M.', 'Mme']),
    prenom,
    nom,
    fonction: lot.pick(ROLES),
    service: index % 4 === 2 ? 'Achats' : null,
    telephone: index % 3 === 1 ? null : phone('01 99 00', index + 5000),
    portable: phone('06 39 98', index),
    email: index % 7 === 3 ? null : `${plain(prenom)}.${plain(nom)}.${index + 1}@example.com`,
    adresse: {
      ...BLANK_CONTACT.adresse,
      l1: `${lot.below(180) + 1} ${lot.pick(STREETS)}`,
      codePostal: town[0],
      ville: town[1],
      pays: 'FR',
    },
    actif: index % 29 !== 12,
  }
}

/** Every thirtieth address belongs to a prospect, the others go round the clients. */
function ownerOf({ clients, prospects }: Owners, index: number): number {
  if (clients === 0 || (prospects > 0 && index % 30 === 7)) return clients + (index % prospects)
  return index % clients
}
