import { BLANK_REPRESENTANT } from '../blank'
import type { Content } from '../dossier'
import type { Representant } from '../records'
import { articles, pictureAt } from './articles'
import { contacts } from './contacts'
import { factures, reglements } from './factures'
import { REPS } from './names'
import { madeAt, sirenOf } from './numbers'
import { tiers } from './tiers'

export interface Sizes {
  readonly customers: number
  readonly prospects: number
  /** Addresses of type contact. */
  readonly contacts: number
  /** Addresses of the other types, which never leave the gateway. */
  readonly otherAddresses: number
  readonly products: number
  readonly invoices: number
  readonly representants: number
}

export const USUAL: Sizes = {
  customers: 300,
  prospects: 60,
  contacts: 720,
  otherAddresses: 180,
  products: 400,
  invoices: 2000,
  representants: REPS.length,
}

const SMALL: Sizes = {
  customers: 25,
  prospects: 5,
  contacts: 40,
  otherAddresses: 10,
  products: 20,
  invoices: 60,
  representants: 2,
}

/** A number alone means that many customers with two contacts each, nothing else. */
export function sizesOf(size: number | Partial<Sizes> | undefined): Sizes {
  if (size === undefined) return USUAL
  const none = {
    customers: 0,
    prospects: 0,
    contacts: 0,
    otherAddresses: 0,
    products: 0,
    invoices: 0,
    representants: 0,
  }
  return typeof size === 'number' ? { ...none, customers: size, contacts: size * 2 } : { ...none, ...size }
}

export const seedMain = (sizes: Sizes, seed: number): Content =>
  content('Batidis Négoce SAS', sirenOf(800_001), true, sizes, seed)

export const seedSecond = (seed: number, sizes = SMALL): Content =>
  content('Batidis Services SARL', sirenOf(800_002), false, sizes, seed + 1)

function content(nom: string, siren: string, genere: boolean, sizes: Sizes, seed: number): Content {
  const owners = { seed, clients: sizes.customers, prospects: sizes.prospects }
  const books = {
    seed,
    clients: sizes.customers,
    articles: sizes.products,
    representants: sizes.representants,
    factures: sizes.customers === 0 ? 0 : sizes.invoices,
  }
  const reps = Math.min(sizes.representants, REPS.length)
  return {
    nom,
    siren,
    genere,
    sources: {
      clients: tiers({ seed, type: 'client', from: 0, count: sizes.customers }),
      prospects: tiers({ seed, type: 'prospect', from: sizes.customers, count: sizes.prospects }),
      contacts: contacts(owners, sizes.contacts, sizes.otherAddresses),
      articles: articles(seed, sizes.products),
      factures: factures(books),
      reglements: reglements(books),
      representants: { count: reps, visible: reps, make: representant },
    },
    image: (id) => (Number(id) <= sizes.products ? pictureAt(Number(id) - 1) : null),
  }
}

function representant(index: number): Representant {
  const [prenom, nom, email] = REPS[index] ?? ['', '', null]
  const created = madeAt(index)
  return {
    ...BLANK_REPRESENTANT,
    id: String(index + 1),
    code: `R${String(index + 1).padStart(2, '0')}`,
    creeLe: created,
    modifieLe: created,
    prenom,
    nom,
    email,
  }
}
