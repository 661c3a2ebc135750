/**
 * Where our mark stands. A client's note can be searched (`note_like`) and no client sees it: it holds the marks of the customer
 * and of the person in it. Estimates and draft invoices bear it in their purchase order number, behind the deal's name.
 */
const IN_NOTE = /\s*\[concord:(customer|contact)=([^\]]+)\]/g

export type Marked = 'customer' | 'contact'

export const markIn = (note: string | null, entity: Marked): string | null =>
  [...(note ?? '').matchAll(IN_NOTE)].find(([, kind]) => kind === entity)?.[2] ?? null

export const withoutMarks = (note: string | null): string => (note ?? '').replace(IN_NOTE, '').trim()

export function marked(note: string | null, entity: Marked, marker: string): string {
  const others = marksIn(note).filter((each) => !each.startsWith(`[concord:${entity}=`))
  return joined([withoutMarks(note), ...others, markText(entity, marker)])
}

/** New words before the marks that are there. */
export const rewritten = (note: string | null, words: string): string => joined([words.trim(), ...marksIn(note)])

export const markText = (entity: Marked, marker: string): string => `[concord:${entity}=${marker}]`

const marksIn = (note: string | null): readonly string[] =>
  [...(note ?? '').matchAll(IN_NOTE)].map(([whole]) => whole.trim())

const joined = (parts: readonly string[]): string => parts.filter((part) => part !== '').join('\n')

const SIGN = '~'

export const numberOf = (name: string | null, marker: string): string =>
  name === null || name === '' ? `${SIGN}${marker}` : `${name} ${SIGN}${marker}`

export function toldIn(poNumber: string | null): { readonly name: string; readonly marker: string | null } {
  const [, name, marker] = /^(.*?)\s*~(\S+)$/.exec(poNumber ?? '') ?? []
  return marker === undefined ? { name: poNumber ?? '', marker: null } : { name: name ?? '', marker }
}
