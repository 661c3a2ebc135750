/**
 * Where our mark stands. A contact has one writable field that its own pages do not show, ContactNumber ("used to identify
 * contacts in external systems", 50 characters); the customer and the one person in it share it, `~customer|~person`. Quotes
 * and draft invoices bear it in their Reference, a draft invoice behind its name. An item's code is no mark: two companies
 * may share one. A number that somebody else gave a contact is left alone; such a contact has one person all the same.
 */
const SIGN = '~'
const UUID = /^[\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12}$/
const PACKED = 22

/** A UUID in 22 characters, so that two fit; anything else as it is. */
export const packed = (marker: string): string =>
  SIGN + (UUID.test(marker) ? Buffer.from(marker.replaceAll('-', ''), 'hex').toString('base64url') : marker)

function unpacked(mark: string | undefined): string | null {
  if (mark === undefined || mark === '') return null
  const bare = mark.slice(SIGN.length)
  const hex = bare.length === PACKED ? Buffer.from(bare, 'base64url').toString('hex') : ''
  return hex.length === 32 ? hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5') : bare
}

export interface Marks {
  readonly customer: string | null
  readonly contact: string | null
  /** A number of somebody else's. */
  readonly foreign: boolean
}

export function marksOf(contactNumber: string | undefined): Marks {
  const number = contactNumber ?? ''
  const [whole, customer, contact] = /^(~[^|~]+)?(?:\|(~[^|~]+))?$/.exec(number) ?? []
  return { customer: unpacked(customer), contact: unpacked(contact), foreign: whole === undefined }
}

/** The number of a contact whose person we are about to make; null where it is not ours to change. */
export function withPerson(contactNumber: string | undefined, marker: string): string | null {
  const { customer, foreign } = marksOf(contactNumber)
  return foreign ? null : `${customer === null ? '' : packed(customer)}|${packed(marker)}`
}

const LONGEST = 255

export function referenceOf(name: string | null, marker: string): string {
  const mark = packed(marker)
  const room = LONGEST - mark.length - 1
  return name === null ? mark : `${[...name].slice(0, room).join('').trimEnd()} ${mark}`
}

export function marked(reference: string | undefined): { readonly name: string; readonly marker: string | null } {
  // The last word with our sign: a name may hold one like it (`~30 m2`), and somebody may write behind ours.
  const [, name, mark] = /^(.*?)\s*(~\S+)(?:\s[^~]*)?$/.exec(reference ?? '') ?? []
  return mark === undefined ? { name: reference ?? '', marker: null } : { name: name ?? '', marker: unpacked(mark) }
}
