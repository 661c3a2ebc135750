import { definePair } from '../model/rule'
import { freshsalesRules } from './freshsales'

/** Freshsales x FreshBooks. One client of FreshBooks is a company and the person in it: both travel, each in its own space. */
export const freshsalesFreshbooks = definePair({
  crm: 'freshsales',
  books: 'freshbooks',
  every: 15,
  entities: freshsalesRules,
})
