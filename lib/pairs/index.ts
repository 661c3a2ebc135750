import type { Pair } from '../model/rule'
import { sageSalesSage50Fr } from './sage-sales.sage-50-fr'

export const pairs: readonly Pair[] = [sageSalesSage50Fr]

export const pairName = (pair: Pair): string => `${pair.crm}.${pair.books}`

export const pairOf = (name: string): Pair | null => pairs.find((pair) => pairName(pair) === name) ?? null
