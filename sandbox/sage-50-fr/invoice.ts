import { amount, cents, decimal, minus, plus, rounded, times } from '../kit/decimal'
import type { Decimal } from '../kit/decimal'
import type { Facture, Ligne } from './records'

export type Line = Omit<Ligne, 'numero' | 'montantHT'>

export type Header = Omit<
  Facture,
  'lignes' | 'echeances' | 'totalHT' | 'totalTVA' | 'totalTTC' | 'dejaRegle' | 'resteDu' | 'numero' | 'modifieLe'
> & {
  readonly modeReglement: string | null
  /** How much of the total is paid, from 0 to 1. */
  readonly paidShare: string
}

/** The only place that adds up: totalHT is the sum of the rounded lines, TVA is rounded once per rate. */
export function invoice(header: Header, lines: readonly Line[]): Facture {
  const { modeReglement, paidShare, ...head } = header
  const lignes = lines.map((line, index): Ligne => ({ numero: index + 1, ...line, montantHT: amount(net(line)) }))
  const totalHT = sum(lignes.map((ligne) => decimal(ligne.montantHT)))
  const totalTVA = tax(lignes)
  const totalTTC = plus(totalHT, totalTVA)
  const paid = rounded(times(totalTTC, decimal(paidShare)), 2)
  return {
    ...head,
    numero: head.code,
    modifieLe: head.creeLe,
    totalHT: amount(totalHT),
    totalTVA: amount(totalTVA),
    totalTTC: amount(totalTTC),
    dejaRegle: amount(paid),
    resteDu: amount(minus(totalTTC, paid)),
    lignes,
    echeances: [{ date: head.dateEcheance ?? head.date, montant: amount(totalTTC), modeReglement }],
  }
}

function net(line: Line): Decimal {
  const kept = minus(decimal('1'), { ...decimal(line.remisePct), scale: decimal(line.remisePct).scale + 2 })
  return rounded(times(times(decimal(line.prixUnitaireHT), decimal(line.quantite)), kept), 2)
}

function tax(lignes: readonly Ligne[]): Decimal {
  const rates = [...new Set(lignes.map((ligne) => ligne.tauxTVA))]
  return sum(
    rates.map((rate) => {
      const base = sum(lignes.filter((ligne) => ligne.tauxTVA === rate).map((ligne) => decimal(ligne.montantHT)))
      return percent(base, rate)
    }),
  )
}

export const percent = (base: Decimal, rate: string): Decimal =>
  rounded(times(base, { units: decimal(rate).units, scale: decimal(rate).scale + 2 }), 2)

const sum = (values: readonly Decimal[]): Decimal => values.reduce(plus, cents(0))
