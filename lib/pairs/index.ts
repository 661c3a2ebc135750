import type { Pair } from '../model/rule'
import { freshsalesQuickbooks } from './freshsales.quickbooks'
import { freshsalesXero } from './freshsales.xero'
import { sageSalesSage50Fr } from './sage-sales.sage-50-fr'

export const pairs: readonly Pair[] = [sageSalesSage50Fr, freshsalesQuickbooks, freshsalesXero]

export const pairName = (pair: Pair): string => `${pair.crm}.${pair.books}`

export const pairOf = (name: string): Pair | null => pairs.find((pair) => pairName(pair) === name) ?? null
