import { all } from '../model/rule'
import type { Pair } from '../model/rule'

const synchronised = { set: 'syncState', in: 'crm', from: null, constant: 'synchronised' } as const

/**
 * What the article on Freshsales and a billing system says, whichever that system is: customers and contacts both ways and never
 * removed by the other side; products, invoices and payments from the books, locked in the CRM; a won deal may be born in the
 * books, if the administrator wants that, and is the books' business from then on.
 */
export const freshsalesRules: Pair['entities'] = {
  customer: {
    identify: ['name', 'email'],
    toCrm: ['create', 'update'],
    toBooks: ['create', 'update'],
    fields: [synchronised],
  },
  contact: {
    identify: ['email'],
    toCrm: ['create', 'update'],
    toBooks: ['create', 'update'],
    needs: 'customer',
    fields: [synchronised],
  },
  product: { identify: ['code', 'name'], toCrm: all, toBooks: [], lockedIn: 'crm', fields: [synchronised] },
  document: {
    identify: ['number'],
    toCrm: [],
    toBooks: ['create'],
    needs: 'customer',
    lines: true,
    only: { state: 'accepted' },
    switches: { 'create-documents-in-books': { drops: { toBooks: ['create'] }, default: 'off' } },
  },
  invoice: {
    identify: ['invoiceId'],
    toCrm: all,
    toBooks: [],
    lockedIn: 'crm',
    needs: 'customer',
    lines: true,
    fields: [synchronised],
  },
  payment: {
    identify: ['number'],
    toCrm: all,
    toBooks: [],
    lockedIn: 'crm',
    needs: 'customer',
    lines: true,
    fields: [synchronised],
  },
}
