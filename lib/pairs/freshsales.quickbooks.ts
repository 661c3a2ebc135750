import { definePair } from '../model/rule'
import { freshsalesRules } from './freshsales'

/** Freshsales x QuickBooks Online. Its customers bear unique names, so that a name is the first thing they are known by. */
export const freshsalesQuickbooks = definePair({
  crm: 'freshsales',
  books: 'quickbooks',
  every: 15,
  entities: freshsalesRules,
})
