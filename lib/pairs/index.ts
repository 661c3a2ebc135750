import type { Pair } from '../model/rule'
import { freshsalesFreshbooks } from './freshsales.freshbooks'
import { freshsalesQuickbooks } from './freshsales.quickbooks'
import { freshsalesXero } from './freshsales.xero'
import { sageSalesSage50Fr } from './sage-sales.sage-50-fr'

export const pairs: readonly Pair[] = [sageSalesSage50Fr, freshsalesQuickbooks, freshsalesXero, freshsalesFreshbooks]

export const pairName = (pair: Pair): string => `${pair.crm}.${pair.books}`

export const pairOf = (name: string): Pair | null => pairs.find((pair) => pairName(pair) === name) ?? null
