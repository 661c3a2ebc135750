import type { Kind } from './records'

const HEAD = ['Id', 'SyncToken', 'MetaData', 'sparse', 'domain', 'CustomField', 'status', 'V4IDPseudonym']

const PERSON = [
  ...HEAD,
  ...['DisplayName', 'Title', 'GivenName', 'MiddleName', 'FamilyName', 'Suffix', 'CompanyName', 'PrintOnCheckName'],
  ...['Active', 'PrimaryPhone', 'Mobile', 'Fax', 'AlternatePhone', 'PrimaryEmailAddr', 'WebAddr', 'CurrencyRef'],
]

const SALE = [
  ...HEAD,
  ...['DocNumber', 'TxnDate', 'CustomerRef', 'CustomerMemo', 'BillEmail', 'BillAddr', 'ShipAddr', 'CurrencyRef'],
  ...['ExchangeRate', 'Line', 'TxnTaxDetail', 'TotalAmt', 'HomeTotalAmt', 'LinkedTxn', 'PrivateNote', 'EmailStatus'],
  ...['PrintStatus', 'GlobalTaxCalculation', 'ApplyTaxAfterDiscount', 'DepartmentRef', 'ClassRef'],
]

/** The properties of each entity; anything else is refused (code 2010). From Intuit's Finance.xsd. */
export const KNOWN: Readonly<Record<Kind, readonly string[]>> = {
  Customer: [
    ...PERSON,
    ...[
      'FullyQualifiedName',
      'BillAddr',
      'ShipAddr',
      'Notes',
      'Job',
      'ParentRef',
      'Level',
      'BillWithParent',
      'IsProject',
    ],
    ...['Taxable', 'DefaultTaxCodeRef', 'SalesTermRef', 'PaymentMethodRef', 'CustomerTypeRef', 'ClientEntityId'],
    ...['PreferredDeliveryMethod', 'Balance', 'BalanceWithJobs', 'CreditLimit', 'ResaleNum', 'OpenBalanceDate'],
    ...['PrimaryTaxIdentifier', 'BusinessNumber', 'GSTIN', 'GSTRegistrationType'],
  ],
  Vendor: [...PERSON, 'BillAddr', 'Balance', 'AcctNum', 'Vendor1099'],
  Employee: [...PERSON, 'PrimaryAddr', 'EmployeeNumber', 'HiredDate', 'ReleasedDate', 'BillableTime'],
  Item: [
    ...HEAD,
    ...['Name', 'Sku', 'Description', 'Active', 'Type', 'SubItem', 'ParentRef', 'Level', 'FullyQualifiedName'],
    ...['Taxable', 'UnitPrice', 'IncomeAccountRef', 'PurchaseDesc', 'PurchaseCost', 'ExpenseAccountRef'],
    ...['AssetAccountRef', 'TrackQtyOnHand', 'QtyOnHand', 'InvStartDate', 'ItemCategoryType'],
  ],
  Estimate: [...SALE, 'ExpirationDate', 'AcceptedBy', 'AcceptedDate', 'TxnStatus'],
  Invoice: [
    ...SALE,
    ...['DueDate', 'SalesTermRef', 'Balance', 'HomeBalance', 'Deposit', 'InvoiceLink', 'AllowOnlinePayment'],
    ...['AllowOnlineCreditCardPayment', 'AllowOnlineACHPayment', 'AllowIPNPayment', 'DeliveryInfo'],
  ],
  CreditMemo: [...SALE, 'RemainingCredit', 'Balance', 'PaymentMethodRef'],
  Payment: [
    ...HEAD,
    ...['CustomerRef', 'TxnDate', 'TotalAmt', 'UnappliedAmt', 'CurrencyRef', 'ExchangeRate', 'PaymentMethodRef'],
    ...['PaymentRefNum', 'DepositToAccountRef', 'ProcessPayment', 'Line', 'LinkedTxn', 'PrivateNote', 'ARAccountRef'],
  ],
}

/** What only the service sets; whatever a caller sends there is passed over. */
export const OWN = ['Id', 'SyncToken', 'MetaData', 'sparse', 'domain', 'status', 'V4IDPseudonym', 'ClientEntityId']
export const COMPUTED: Readonly<Partial<Record<Kind, readonly string[]>>> = {
  Customer: ['FullyQualifiedName', 'Balance', 'BalanceWithJobs', 'Level', 'IsProject'],
  Item: ['FullyQualifiedName', 'Level'],
  Estimate: ['TotalAmt', 'HomeTotalAmt'],
  Invoice: ['TotalAmt', 'HomeTotalAmt', 'Balance', 'HomeBalance'],
  CreditMemo: ['TotalAmt', 'HomeTotalAmt', 'RemainingCredit', 'Balance'],
  Payment: ['UnappliedAmt'],
}

const ADDRESS = Object.fromEntries(
  ['Line1', 'Line2', 'Line3', 'Line4', 'Line5'].map((line) => [`BillAddr.${line}`, 500]),
)
const NAME = { Title: 16, GivenName: 100, MiddleName: 100, FamilyName: 100, Suffix: 16, DisplayName: 500 }
const SALES = { DocNumber: 21, PrivateNote: 4000, 'CustomerMemo.value': 1000 }

/** https://developer.intuit.com/app/developer/qbo/docs/api/accounting/all-entities/customer and the others. */
export const LENGTHS: Readonly<Partial<Record<Kind, Readonly<Record<string, number>>>>> = {
  Customer: {
    ...NAME,
    CompanyName: 100,
    PrintOnCheckName: 110,
    ...ADDRESS,
    'BillAddr.City': 255,
    'BillAddr.Country': 255,
    'BillAddr.CountrySubDivisionCode': 255,
    'BillAddr.PostalCode': 30,
    'PrimaryPhone.FreeFormNumber': 30,
    'Mobile.FreeFormNumber': 30,
    'Fax.FreeFormNumber': 30,
    'PrimaryEmailAddr.Address': 100,
    'WebAddr.URI': 1000,
    Notes: 2000,
    ResaleNum: 16,
  },
  Item: { Name: 100, Sku: 100, Description: 4000, PurchaseDesc: 1000 },
  Estimate: SALES,
  Invoice: SALES,
  CreditMemo: SALES,
  Payment: { PaymentRefNum: 21, PrivateNote: 4000 },
}
