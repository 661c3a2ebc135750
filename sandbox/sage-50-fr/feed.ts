import { createHash } from 'node:crypto'
import type { Entity, Json } from './records'
import type { Row, Table } from './table'

export type Element = Readonly<Record<string, Json>>

export interface Position {
  /** Last change already given. */
  readonly seq: number
  /** Head of the feed when the full read began: nobody needs tombstones that are older. */
  readonly since: number
}

export interface Page {
  readonly elements: readonly Element[]
  readonly position: Position
  readonly more: boolean
}

export function page(table: Table, from: Position, limit: number): Page {
  const elements: Element[] = []
  let seq = from.seq
  for (const row of table.after(from.seq)) {
    if (row.state !== 'live' && row.seq <= from.since) continue
    if (elements.length === limit) return { elements, position: { ...from, seq }, more: true }
    elements.push(element(row))
    seq = row.seq
  }
  return { elements, position: { ...from, seq: table.head() }, more: false }
}

/** A row as it leaves the gateway. */
export function element(row: Row): Element {
  const { doc, state } = row
  const tombstone = { id: doc.id, code: doc.code, supprime: true, supprimeLe: new Date(row.at).toISOString() }
  switch (state) {
    case 'live':
    case 'never':
      return { ...doc, version: versionOf(row), supprime: false, supprimeLe: null }
    case 'removed':
      return tombstone
    case 'converted':
      return { ...tombstone, converti: true }
    case 'outside':
      return { id: doc.id, horsPerimetre: true }
  }
}

export function versionOf(row: Row): string {
  const { modifieLe: _when, ...content } = row.doc
  return createHash('sha1').update(JSON.stringify(content)).digest('hex').slice(0, 20)
}

export const cursorOf = (entity: Entity, epoch: number, { seq, since }: Position): string =>
  Buffer.from(`${entity}:${epoch}:${seq}:${since}`).toString('base64url')

export function positionOf(cursor: string, entity: Entity, epoch: number): Position | 'expired' | 'invalid' {
  const [name, given, seq, since] = Buffer.from(cursor, 'base64url').toString('utf8').split(':')
  if (name !== entity || !isWhole(given) || !isWhole(seq) || !isWhole(since)) return 'invalid'
  return Number(given) === epoch ? { seq: Number(seq), since: Number(since) } : 'expired'
}

const isWhole = (text: string | undefined): boolean => text !== undefined && /^\d+$/.test(text)
