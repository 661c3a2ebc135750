import { BLANK_TIERS } from '../blank'
import type { Adresse, Tiers } from '../records'
import type { Source } from '../table'
import { FORMS, REPS, STREETS, SURNAMES, TOWNS, TRADES } from './names'
import type { Named } from './names'
import { codeOf, lots, madeAt, phone, plain, sirenOf, siretOf, tvaOf } from './numbers'

/** Names that break naive code: quotes, a full line of 60 characters, symbols of files and of HTML. */
const ODD: Readonly<Record<number, string>> = {
  7: 'Café "Le Gaulois"',
  11: "L'Atelier d'Élodie & Fils",
  13: 'Société coopérative des maîtres artisans du Val-de-Saône-Sud',
  17: 'Tôlerie <Rapide>; Soudure, Découpe',
}

export interface Range {
  readonly seed: number
  readonly type: 'client' | 'prospect'
  readonly from: number
  readonly count: number
}

/** Third parties `from` to `from + count` of the dossier; number, code, SIREN follow from the place. */
export function tiers(range: Range): Source {
  const { seed, type, from, count } = range
  return {
    count,
    visible: count,
    make: (index) => third(seed, type, from + index),
    find(field, value) {
      if (field === 'ref') return []
      if (field !== 'code') return undefined
      const index = Number(/\d+$/.exec(value)?.[0] ?? 0) - 1 - from
      return index >= 0 && index < count ? [index] : []
    },
  }
}

export const codeAt = (place: number): string => codeOf(nameAt(place), place + 1)

function third(seed: number, type: Tiers['typeTiers'], place: number): Tiers {
  const lot = lots(seed, 'tiers', place)
  const name = nameAt(place)
  const code = codeAt(place)
  const siren = place % 9 === 4 ? null : sirenOf(place)
  const rep = REPS[place % 7]
  const created = madeAt(place)
  return {
    ...BLANK_TIERS,
    id: String(place + 1),
    code,
    creeLe: created,
    modifieLe: created,
    typeTiers: type,
    raisonSociale: name,
    formeJuridique: lot.pick(FORMS),
    siren,
    siret: siren === null || place % 13 === 6 ? null : siretOf(siren),
    naf: '4674A',
    tvaIntra: siren === null || place % 11 === 5 ? null : tvaOf(siren),
    adresse: address(lot.below(180) + 1, lot.pick(STREETS), lot.pick(TOWNS), place),
    telephone: phone('01 99 00', place),
    portable: place % 4 === 1 ? phone('06 39 98', place) : null,
    email: place % 6 === 2 ? null : `contact@${hostOf(name)}`,
    siteWeb: place % 5 === 0 ? `https://www.${hostOf(name)}` : null,
    famille: lot.pick(['Bâtiment', 'Commerce', 'Industrie']),
    SALES_REP: rep ? `${rep[0]} ${rep[1]}` : null,
    modeReglement: lot.pick(['virement', 'cheque', 'prelevement', 'lcr']),
    conditionsPaiement: '30 jours fin de mois',
    encoursAutorise: type === 'client' ? `${lot.below(40) * 500}.00` : null,
    soldeComptable: type === 'client' && place % 3 === 0 ? `${lot.below(9000)}.${lot.below(90) + 10}` : '0.00',
    compteComptable: type === 'client' ? `411${code}`.slice(0, 11) : null,
    actif: place % 23 !== 19,
    notes: place % 8 === 3 ? 'Livrer avant 10 h, quai n° 2 ; prévenir le gardien.' : null,
  }
}

function nameAt(place: number): string {
  const trade = at(TRADES, place)
  const surname = at(SURNAMES, Math.floor(place / TRADES.length))
  const round = Math.floor(place / (TRADES.length * SURNAMES.length))
  return ODD[place] ?? (round === 0 ? `${trade} ${surname}` : `${trade} ${surname} ${round + 1}`)
}

const hostOf = (name: string): string => `${plain(name).slice(0, 40).replace(/^-|-$/g, '')}.example.com`

function address(number: number, street: string, town: readonly [string, string], place: number): Adresse {
  const l1 = `${number} ${street}`
  if (place % 50 === 49) return { l1, l2: null, l3: null, codePostal: '1000', ville: 'Bruxelles', pays: 'BE' }
  return { l1, l2: place % 10 === 6 ? 'Bâtiment B' : null, l3: null, codePostal: town[0], ville: town[1], pays: 'FR' }
}

const at = (names: Named, place: number): string => names[place % names.length] ?? names[0]
