import { AUDIT, DISCOUNTS, LIST, date, decimal, fixed, flag, integer, required, text, to } from './fields'
import type { Fields, Resource } from './model'

const GENERIC_BULK = { write: 200, remove: 120 }
const PRODUCT_BULK = { write: 100, remove: 100 }

const define = (
  name: string,
  firstId: number,
  label: Resource['label'],
  fields: Fields,
  rest: Partial<Resource> = {},
): Resource => ({
  name,
  firstId,
  label,
  fields: { id: fixed(integer), ...fields, ...AUDIT },
  bulk: GENERIC_BULK,
  ...rest,
})

const list = (name: string, firstId: number, fields: Fields = {}): Resource =>
  define(name, firstId, 'description', { ...LIST, ...fields })

const ADDRESS = {
  address1: text(180),
  address2: text(180),
  city: text(200),
  postcode: text(20),
  region: text(100),
  countryId: to('countries'),
}

const accounts = define(
  'accounts',
  10_001,
  ['name'],
  {
    name: required(text(250)),
    statusId: to('accountStatuses'),
    typeId: to('accountTypes'),
    segmentId: to('accountSegments'),
    vatNumber: text(50),
    phone: text(50),
    phone2: text(50),
    phone3: text(50),
    fax: text(50),
    email: text(250),
    website: text(250),
    branchId: required(to('branches')),
    salesRepId1: required(to('users')),
    salesRepId2: to('users'),
    salesRepId3: to('users'),
    salesRepId4: to('users'),
    salesRepId5: to('users'),
    comment: text(6000),
    ...ADDRESS,
    extId: text(100),
    geocoded: flag,
    geocodingAccuracy: integer,
    latitude: decimal,
    longitude: decimal,
    permissionLevel: { ...integer, preset: 1 },
    public: flag,
    readOnly: flag,
    rateId: integer,
  },
  { lockable: true, hook: 'account', extendable: true },
)

const contacts = define(
  'contacts',
  30_001,
  ['firstName', 'lastName'],
  {
    accountId: required(to('accounts')),
    firstName: required(text(150)),
    lastName: required(text(150)),
    typeId: to('contactTypes'),
    phone1: text(50),
    phone2: text(50),
    fax: text(50),
    email: text(250),
    email2: text(250),
    email3: text(250),
    salesRepId: to('users'),
    comment: text(6000),
    ...ADDRESS,
    extId: text(100),
    birthday: date,
    linkedin: text(250),
    skype: text(250),
    permissionLevel: { ...integer, preset: 1 },
    marketingCommunications: flag,
    readOnly: flag,
    gender: to('genders'),
    UseCompanyAddress: flag,
  },
  { lockable: true, hook: 'contact', extendable: true },
)

const products = define(
  'products',
  50_001,
  ['model'],
  {
    model: required(text(250)),
    description: text(6000),
    categoryId: to('productCategories'),
    familyId: to('productFamilies'),
    cost: decimal,
    price: decimal,
    maxDiscount: decimal,
    stock: integer,
    notAvailable: flag,
    permissionLevel: { ...integer, preset: 1 },
    extId: text(30),
    readOnly: flag,
  },
  { lockable: true, extendable: true, bulk: PRODUCT_BULK },
)

const salesorders = define(
  'salesorders',
  70_001,
  ['reference'],
  {
    reference: required(text(100)),
    number: integer,
    year: integer,
    statusId: to('salesorderStatuses'),
    total: decimal,
    ...DISCOUNTS,
    currencyId: to('currencies'),
    accountId: to('accounts'),
    // The vendor's write model misspells this key; what is read is spelt well.
    salesForecastDate: { ...date, writeAs: 'salesForcecastDate' },
    salesRepId: required(to('users')),
    comment: text(6000),
    internalComment: text(6000),
    branchId: required(to('branches')),
    opportunityId: integer,
    contactId: to('contacts'),
    rateId: integer,
    accountAddressId: integer,
    closedDate: date,
    mainSalesorder: flag,
    archived: flag,
    blocked: flag,
    extId: text(100),
    readOnly: flag,
  },
  { lockable: true, hook: 'salesorder', extendable: true },
)

const salesordersLines = define(
  'salesordersLines',
  90_001,
  ['description'],
  {
    salesorderId: { ...required(to('salesorders')), writeAs: 'salesOrderId' },
    productId: required(to('products')),
    description: text(2000),
    quantity: required(integer),
    price: required(decimal),
    total: decimal,
    ...DISCOUNTS,
    order: integer,
  },
  { lockedThrough: 'salesorderId' },
)

const users = define(
  'users',
  501,
  ['name', 'lastName'],
  {
    name: required(text(100)),
    lastName: text(100),
    email: text(250),
    nic: text(50),
    phone: text(50),
    isActive: { kind: 'boolean', preset: true },
    billable: { kind: 'boolean', preset: true },
    locale: text(10),
    uiLanguage: text(10),
    dbLanguage: text(10),
    extId: text(100),
    level: integer,
    branchRestriction: flag,
    branches: { kind: 'references', table: 'branches' },
    userTypeId: to('userTypes'),
    managerId: to('users'),
    rateId: integer,
  },
  { extendable: true },
)

const documents = define('documents', 2_001, ['name'], {
  name: required(text(250)),
  folderId: text(50),
  isCarrousel: flag,
  extension: fixed(text(20)),
  entity: fixed(text(50)),
  entityId: fixed(integer),
  size: fixed(integer),
})

export const RESOURCES: readonly Resource[] = [
  define('branches', 438, ['name'], { name: required(text(150)), extId: text(100), order: integer }),
  define('userTypes', 1, ['name'], { name: required(text(150)) }),
  users,
  list('countries', 1, { code: text(2), name: text(150) }),
  list('currencies', 1, { code: text(3), symbol: text(5), name: text(150) }),
  list('accountStatuses', 21, { won: flag, lost: flag }),
  list('accountTypes', 31),
  list('accountSegments', 41),
  list('contactTypes', 51),
  list('salesorderStatuses', 61, { won: flag, lost: flag }),
  list('productFamilies', 71, { idParent: { ...integer, preset: -1 } }),
  list('productCategories', 81, { cLevel2: to('productFamilies') }),
  list('genders', 0),
  accounts,
  contacts,
  products,
  salesorders,
  salesordersLines,
  documents,
]

/** Lists that references read from but that have no path of their own. */
export const UNPUBLISHED = new Set(['genders'])

/** Kept as bare rows by the vendor's own naming; extra fields may hang on these though we do not simulate them. */
export const EXTENDABLE_ELSEWHERE = ['activities', 'calendar', 'opportunities', 'rates']
