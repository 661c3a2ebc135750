import type { Account } from './account'
import { placeOf } from './records'
import type { Doc, Kind, Row } from './records'
import { eastern, utc } from './stamps'

const nothing = (...names: readonly string[]): Doc => Object.fromEntries(names.map((name) => [name, null]))
const empty = (...names: readonly string[]): Doc => Object.fromEntries(names.map((name) => [name, '']))

/** Every key is always there: empty text is "", what was never set is null. */
const TEMPLATES: Readonly<Record<Kind, Doc>> = {
  client: {
    ...empty('fname', 'lname', 'organization', 'email', 'bus_phone', 'mob_phone', 'home_phone', 'fax', 'note'),
    ...empty('p_street', 'p_street2', 'p_city', 'p_province', 'p_code', 'p_country', 'company_industry'),
    ...empty('s_street', 's_street2', 's_city', 's_province', 's_code', 's_country', 'company_size'),
    ...nothing('vat_name', 'vat_number', 'last_activity', 'last_login', 'subdomain'),
    ...{ language: 'en', role: 'client', level: 0, notified: false, num_logins: 0, username: '', pref_email: true },
    ...{ allow_late_fees: true, allow_late_notifications: true },
  },
  item: { description: '', qty: '0', sku: '', inventory: null, tax1: 0, tax2: 0 },
  invoice: {
    ...empty('notes', 'terms', 'po_number', 'organization', 'fname', 'lname'),
    ...{ discount_value: '0', lines: [], language: 'en', template: 'clean-grouped', parent: 0, sentid: 1, ownerid: 1 },
    ...nothing('date_paid', 'estimateid', 'dispute_status', 'autobill_status', 'deposit_amount', 'fulfillment_date'),
  },
  payment: {
    ...{ note: '', type: 'Other', gateway: null, creditid: null, from_credit: false, overpaymentid: null },
    ...nothing('orderid', 'transactionid', 'bulk_paymentid', 'transaction_uuid'),
    send_client_notification: null,
  },
  estimate: {
    ...empty('notes', 'terms', 'po_number'),
    ...{ discount_value: '0', lines: [], status: 1, ui_status: 'draft', display_status: 'draft', reply_status: null },
    ...{ accepted: false, invoiced: false, rich_proposal: false, require_client_signature: false },
  },
  credit_note: { credit_type: 'goodwill', status: 'created', notes: '', lines: [] },
  tax: { amount: '20', name: 'VAT', number: null, compound: false },
}

/** A record as the service shows it; lines only where they were asked for. */
export function shown(from: Account, row: Row, include: readonly string[]): Doc {
  const own = { ...TEMPLATES[row.kind], ...row.doc }
  const { lines, ...bare } = { lines: undefined as unknown, ...own }
  const listed = lines !== undefined && include.includes('lines') ? { lines } : {}
  return {
    ...bare,
    ...listed,
    ...stamps(row),
    id: row.id,
    [placeOf(row.kind).id]: row.id,
    accounting_systemid: from.id,
  }
}

function stamps({ kind, doc, changedAt }: Row): Doc {
  const { madeAt } = { madeAt: changedAt, ...doc }
  const made = Number(madeAt)
  const updated = { updated: eastern(changedAt), madeAt: undefined }
  if (kind === 'client') return { ...updated, signup_date: utc(made) }
  return kind === 'payment' || kind === 'item' || kind === 'tax'
    ? updated
    : { ...updated, created_at: eastern(made), version: `${eastern(changedAt)}.000000` }
}
