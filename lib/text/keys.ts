import type { ProblemKind } from '@/lib/model/problem'

/** What a vendor may add to a problem's kind, where people can do something about it. */
export const problemDetails = [
  'one-person',
  'amount-differs',
  'name-taken',
  'address-taken',
  'no-product',
  'picture-unreadable',
  'dossier_occupe',
  'sage_ferme',
  'gateway_hors_ligne',
  'lecture_incomplete',
  'our-share',
] as const
export type ProblemDetail = (typeof problemDetails)[number]
export type ProblemKey = ProblemKind | ProblemDetail

export interface Names {
  readonly crm: string
  readonly books: string
}

/** What happened, why, what to do: the three sentences of every problem and reason. */
export interface Explained {
  readonly title: string
  readonly why: string
  readonly todo: string
}

export interface ProblemFacts {
  readonly vendor: string
  /** Already written for the reader: until when to wait, which field, the vendor's own words. */
  readonly until: string | null
  readonly field: string | null
  readonly detail: string | null
}

export interface Lane {
  readonly origin: string
  readonly target: string
}

export interface HoldFacts {
  readonly count: number
  readonly of: number
  readonly records: string
  readonly system: string
  readonly field: string | null
}

/** Verbs of `lib/service` that leave a line in the history. */
export const deeds = [
  'connect',
  'disconnect',
  'choose-company',
  'save-choices',
  'verify',
  'go-live',
  'go-by-schedule',
  'preview',
  'start',
  'pause',
  'resume',
  'run-now',
  'approve',
  'reject',
  'retry',
  'fix',
  'ignore',
  'stop-ignoring',
  'add-recipient',
  'remove-recipient',
  'save-quiet-hours',
  'save-people',
  'save-travels',
  'save-fields',
  'join-pair',
  'keep-apart',
  'unlink',
  'relink',
  'restore-version',
  'drop-draft',
  'import',
  'try-few',
  'clean-up',
  'add-company',
  'save-belongs',
] as const
export type Deed = (typeof deeds)[number]

/** Fields of the records, in our keys; anything else is shown under the vendor's own name. */
export const fieldKeys = [
  'active',
  'amount',
  'available',
  'balance',
  'barcode',
  'city',
  'code',
  'company',
  'companyNumber',
  'cost',
  'country',
  'currency',
  'date',
  'description',
  'discount',
  'dueDate',
  'email',
  'entity',
  'expiryDate',
  'fax',
  'firstName',
  'image',
  'invoiceId',
  'jobTitle',
  'kind',
  'lastName',
  'lines',
  'locked',
  'method',
  'mobile',
  'name',
  'netTotal',
  'notes',
  'number',
  'outstanding',
  'overdue',
  'owner',
  'paid',
  'phone',
  'postcode',
  'price',
  'quantity',
  'rate',
  'reference',
  'region',
  'salesRep',
  'state',
  'status',
  'stock',
  'street',
  'street2',
  'syncState',
  'taxTotal',
  'total',
  'unallocated',
  'vatNumber',
  'website',
  'x:naf',
  'x:siren',
  'x:siret',
] as const
export type FieldKey = (typeof fieldKeys)[number]

/** What two records have in common, or not; the words of the matching page. */
export type Evidence = 'name' | 'vatNumber' | 'email' | 'emailDomain' | 'phone' | 'postcode' | 'city' | 'code'
export type Level = 'equal' | 'close' | 'different'
