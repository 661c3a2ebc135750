import { definePair } from '../model/rule'
import { freshsalesRules } from './freshsales'

/** Freshsales x Xero. A contact's name is unique among the active ones there, so that it is the first thing they are known by. */
export const freshsalesXero = definePair({
  crm: 'freshsales',
  books: 'xero',
  every: 15,
  entities: freshsalesRules,
})
