import { BLANK_REGLEMENT } from '../blank'
import { invoice } from '../invoice'
import type { Line } from '../invoice'
import type { Facture, Reglement } from '../records'
import type { Source } from '../table'
import { article } from './articles'
import { day, lots, madeAt } from './numbers'
import { codeAt } from './tiers'

export interface Books {
  readonly seed: number
  readonly clients: number
  readonly articles: number
  readonly representants: number
  readonly factures: number
}

// Of ten invoices in a row the first seven have one payment, the ninth is an avoir on the first.
const PAID = 7
const AVOIR = 8

export const factures = (books: Books): Source => source(books.factures, (index) => facture(books, index))

export const reglements = (books: Books): Source =>
  source(Math.floor(books.factures / 10) * PAID + Math.min(books.factures % 10, PAID), (index) =>
    reglement(books, index),
  )

const source = (count: number, make: Source['make']): Source => ({
  count,
  visible: count,
  make,
  find: (field) => (field === 'ref' ? [] : undefined),
})

function facture(books: Books, index: number): Facture {
  const origin = index % 10 === AVOIR ? index - AVOIR : null
  const place = lots(books.seed, 'facture', origin ?? index).below(books.clients)
  const date = dateOf(books, index)
  const statut = statutAt(index)
  const lines = linesOf(books, origin ?? index)
  return invoice(
    {
      id: String(index + 1),
      ref: null,
      code: numeroAt(index),
      creeLe: madeAt(index),
      typePiece: typeAt(index),
      date,
      dateEcheance: day(date, 30),
      tiersId: String(place + 1),
      tiersCode: codeAt(place),
      representant: books.representants > 0 ? `R${String((index % books.representants) + 1).padStart(2, '0')}` : null,
      reference: index % 3 === 0 ? `BC-${4000 + index}` : null,
      devise: 'EUR',
      statut,
      comptabilisee: statut !== 'brouillon' && index % 4 !== 1,
      factureOrigineId: origin === null ? null : String(origin + 1),
      modeReglement: 'virement',
      paidShare: statut === 'reglee' ? '1' : statut === 'partiellement_reglee' ? '0.35' : '0',
    },
    origin === null ? lines : lines.slice(0, 1),
  )
}

function linesOf(books: Books, index: number): readonly Line[] {
  const lot = lots(books.seed, 'facture', index)
  lot.next()
  return Array.from({ length: 1 + lot.below(5) }, () => {
    const chosen = books.articles > 0 ? article(books.seed, lot.below(books.articles)) : null
    return {
      articleId: chosen?.id ?? null,
      articleCode: chosen?.code ?? null,
      designation: chosen?.libelle ?? 'Prestation au forfait',
      quantite: chosen?.unite === 'm2' ? `${lot.below(20)}.${lot.below(9000) + 1000}` : String(1 + lot.below(24)),
      unite: chosen?.unite ?? null,
      prixUnitaireHT: chosen?.prixVenteHT ?? `${50 + lot.below(950)}.00`,
      remisePct: lot.pick(['0.00', '0.00', '0.00', '5.00', '12.50']),
      tauxTVA: chosen?.tauxTVA ?? '20.00',
    }
  })
}

function reglement(books: Books, index: number): Reglement {
  const paid = facture(books, Math.floor(index / PAID) * 10 + (index % PAID))
  const code = `RG${String(index + 1).padStart(6, '0')}`
  return {
    ...BLANK_REGLEMENT,
    id: String(index + 1),
    code,
    numero: code,
    creeLe: paid.creeLe,
    modifieLe: paid.creeLe,
    date: day(paid.date, 12),
    tiersId: paid.tiersId,
    mode: 'virement',
    montant: paid.dejaRegle,
    imputations: [{ factureId: paid.id, montant: paid.dejaRegle }],
  }
}

/** Two years of invoices, the last ones recent. */
const dateOf = (books: Books, index: number): string =>
  day('2024-11-04', Math.floor((index * 740) / Math.max(books.factures, 1)))

const numeroAt = (index: number): string => `${index % 10 === AVOIR ? 'AV' : 'FA'}${String(index + 1).padStart(6, '0')}`

const typeAt = (index: number): Facture['typePiece'] =>
  index % 10 === AVOIR ? 'avoir' : index % 50 === 29 ? 'acompte' : 'facture'

function statutAt(index: number): Facture['statut'] {
  if (index % 10 < 5) return 'reglee'
  if (index % 10 < PAID) return 'partiellement_reglee'
  if (index % 50 === 9) return 'annulee'
  return index % 50 === 19 ? 'brouillon' : 'validee'
}
