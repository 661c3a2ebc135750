import type { Entity } from '@/lib/model/words'

/**
 * Our mark stands at the end of a writable note: a customer's `Notes` (for itself and for its person), an estimate's or
 * invoice's `PrivateNote`, which no customer sees. Custom fields would be cleaner, but a basic plan has none to spare, customers
 * have none at all in this API, and `requestid` is forgotten at a time nobody documents.
 */
const MARK = /\s*\[concord:(\w+)=([^\]]+)\]/g

export function markOf(note: string | undefined, entity: Entity): string | null {
  return [...(note ?? '').matchAll(MARK)].find(([, kind]) => kind === entity)?.[2] ?? null
}

export const withoutMarks = (note: string | undefined): string => (note ?? '').replace(MARK, '').trim()

/** New words under the marks that are there. */
export const rewritten = (before: string | undefined, words: string): string =>
  [words.trim(), ...marksIn(before)].filter((part) => part !== '').join('\n')

export function marked(note: string | undefined, entity: Entity, marker: string): string {
  const others = marksIn(note).filter((each) => !each.startsWith(`[concord:${entity}=`))
  return [withoutMarks(note), ...others, `[concord:${entity}=${marker}]`].filter((part) => part !== '').join('\n')
}

export const unmarked = (note: string | undefined, entity: Entity): string =>
  [withoutMarks(note), ...marksIn(note).filter((each) => !each.startsWith(`[concord:${entity}=`))]
    .filter((part) => part !== '')
    .join('\n')

const marksIn = (note: string | undefined): readonly string[] =>
  [...(note ?? '').matchAll(MARK)].map(([whole]) => whole.trim())
