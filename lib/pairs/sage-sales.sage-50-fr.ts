import { all, definePair } from '../model/rule'

/**
 * Sage Sales Management x Sage 50 FR, the French article line by line.
 * The article both allows creating clients from the CRM and denies it: hence a switch, on by default because the
 * longer passage describes that flow in detail.
 */
export const sageSalesSage50Fr = definePair({
  crm: 'sage-sales',
  books: 'sage-50-fr',
  every: 15,
  entities: {
    customer: {
      identify: ['code', 'vatNumber'],
      toCrm: all,
      toBooks: ['create'],
      lockedIn: 'crm',
      switches: { 'create-clients-in-books': { drops: { toBooks: ['create'] }, default: 'on' } },
      fields: [
        { set: 'owner', in: 'crm', from: 'salesRep', as: 'owner', on: 'create' },
        { set: 'salesRep', in: 'books', from: 'owner', as: 'full-name', on: 'create' },
        { set: 'syncState', in: 'crm', from: null, constant: 'synchronised' },
      ],
    },
    prospect: {
      identify: ['code', 'vatNumber'],
      toCrm: all,
      toBooks: ['create', 'update'],
      becomes: { customer: 'books' },
      only: { status: 'prospect' },
      fields: [
        { set: 'owner', in: 'crm', from: 'salesRep', as: 'owner', on: 'create' },
        { set: 'salesRep', in: 'books', from: 'owner', as: 'full-name', on: 'create' },
        { set: 'syncState', in: 'crm', from: null, constant: 'synchronised' },
      ],
    },
    contact: {
      identify: ['email'],
      toCrm: all,
      toBooks: ['create', 'update'],
      needs: 'customer',
      only: { kind: 'contact-address' },
      fields: [{ set: 'syncState', in: 'crm', from: null, constant: 'synchronised' }],
    },
    product: {
      identify: ['code'],
      toCrm: all,
      toBooks: [],
      lockedIn: 'crm',
      fields: [
        { set: 'stock', in: 'crm', from: 'stock', as: 'dash-unless-stocked' },
        { set: 'available', in: 'crm', from: 'active', as: 'availability' },
        { set: 'syncState', in: 'crm', from: null, constant: 'synchronised' },
      ],
    },
    invoice: {
      identify: ['invoiceId'],
      toCrm: all,
      toBooks: [],
      lockedIn: 'crm',
      needs: 'customer',
      lines: true,
      fields: [
        { set: 'owner', in: 'crm', from: 'salesRep', as: 'owner', on: 'create' },
        { set: 'syncState', in: 'crm', from: null, constant: 'synchronised' },
      ],
    },
  },
})
