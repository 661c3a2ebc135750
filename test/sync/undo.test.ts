import { describe, expect, test } from 'vitest'
import type { SetField } from '@/lib/model/decision'
import type { Flat, Half, Link } from '@/lib/model/record'
import type { JournalEntry } from '@/lib/model/run'
import { undo, type Reach, type Undone } from '@/lib/sync/undo'
import { aHalf } from '../kit/aHalf'
import { aJournalEntry } from '../kit/aJournalEntry'
import { aLink } from '../kit/aLink'
import { aSet } from '../kit/aSet'

const wrote = (part: Partial<JournalEntry>, ...sets: readonly SetField[]): JournalEntry =>
  aJournalEntry({ ...part, sets })
const name = (before: string | null, value: string | null): SetField => aSet({ key: 'name', before, value })
const city = (before: string | null, value: string | null): SetField => aSet({ key: 'city', before, value })

const linked = (crm: Flat, part: Partial<Half> = {}): Link =>
  aLink({ crm: aHalf({ id: 'c', version: '9', seen: crm, ...part }), books: aHalf({ id: 'b' }) })

function taken(
  entries: readonly JournalEntry[],
  link: Link | null,
  can: (verb: string) => boolean = () => true,
  gone: Reach['gone'] = () => false,
): Undone {
  return undo(entries, new Map(link ? [[link.id, link]] : []), { can: (_side, _entity, verb) => can(verb), gone })
}
const said = ({ writes, skipped }: Undone): readonly string[] => [
  ...writes.map(({ link, write }) =>
    [
      link,
      write.side,
      write.verb,
      write.id,
      ...write.sets.map(({ key, before, value }) => `${key} ${String(before)}>${String(value)}`),
    ].join(' '),
  ),
  ...skipped.map(({ entry, field, why }) => `skip ${entry} ${field ?? 'all'} ${why}`),
]

describe('an update is taken back', () => {
  test('in the fields that still hold what we wrote', () => {
    const entry = wrote({}, name('A', 'B'), city('X', 'Y'))
    expect(said(taken([entry], linked({ name: 'B', city: 'Z' })))).toEqual([
      'link-1 crm update c name B>A',
      'skip entry-1 city changed-since',
    ])
  })

  test('but not to a company that is there no more, and all the rest is', () => {
    const parent = (before: string, value: string): SetField => aSet({ key: 'parent:customer', before, value })
    const entry = wrote({}, name('A', 'B'), parent('7', '8'))
    const link = linked({ name: 'B', 'parent:customer': '8' })
    const gone: Reach['gone'] = (side, key, id) => side === 'crm' && key === 'parent:customer' && id === '7'
    expect(said(taken([entry], link, () => true, gone))).toEqual([
      'link-1 crm update c name B>A',
      'skip entry-1 parent:customer not-reversible',
    ])
    expect(said(taken([entry], link))).toEqual(['link-1 crm update c name B>A parent:customer 8>7'])
  })

  test.each([[null], ['[]']])('but not to a document without a line: %s', (before) => {
    const lines = (from: string | null): SetField => aSet({ key: 'lines', before: from, value: '[1]' })
    const link = linked({ name: 'B', lines: '[1]' })
    expect(said(taken([wrote({}, name('A', 'B'), lines(before))], link))).toEqual([
      'link-1 crm update c name B>A',
      'skip entry-1 lines not-reversible',
    ])
    expect(said(taken([wrote({}, lines('[2]'))], link))).toEqual(['link-1 crm update c lines [1]>[2]'])
  })

  test('but not where the other side has another value since, which is still to come', () => {
    const entry = wrote({}, { ...name('A', 'B'), from: 'nom' }, { ...city('X', 'Y'), from: 'ville' })
    const books = (seen: Flat, base: Flat | null) =>
      aLink({ crm: aHalf({ id: 'c', seen: { name: 'B', city: 'Y' } }), books: aHalf({ id: 'b', seen, base }) })
    const agreed = { nom: 'B', ville: 'Y' }
    expect(said(taken([entry], books({ nom: 'C', ville: 'Y' }, agreed)))).toEqual([
      'link-1 crm update c city Y>X',
      'skip entry-1 name changed-since',
    ])
    for (const [seen, base] of [[agreed, agreed] as const, [{ nom: 'C' }, {}] as const, [{ nom: 'C' }, null] as const])
      expect(said(taken([entry], books(seen, base)))).toEqual(['link-1 crm update c name B>A city Y>X'])
    const alone = aLink({ crm: aHalf({ id: 'c', seen: { name: 'B', city: 'Y' } }), books: null })
    expect(said(taken([entry], alone))).toEqual(['link-1 crm update c name B>A city Y>X'])
  })

  test('to empty where it was empty', () => {
    expect(said(taken([wrote({}, name(null, 'B'))], linked({ name: 'B' })))).toEqual([
      'link-1 crm update c name B>null',
    ])
  })

  test('from empty where we emptied it', () => {
    expect(said(taken([wrote({}, name('A', null))], linked({ name: null })))).toEqual([
      'link-1 crm update c name null>A',
    ])
  })

  test('with the precondition of what is known now, and says what it overwrites', () => {
    const [undone] = taken([wrote({}, name('A', 'B'))], linked({ name: 'B' })).writes
    expect(undone?.write).toMatchObject({ ifMatch: '9', why: 'undone', waitsFor: [] })
    expect(undone?.write.sets).toMatchObject([{ key: 'name', value: 'A', before: 'B', lost: 'B', from: 'name' }])
  })

  test('and both sides agree to differ there: the origin is what the other side shows now', () => {
    const link = { ...linked({ name: 'B' }), books: aHalf({ id: 'b', seen: { name: 'Since then' } }) }
    const [undone] = taken([wrote({}, name('A', 'B'))], link).writes
    expect(undone?.write.sets).toMatchObject([{ key: 'name', from: 'name', origin: 'Since then' }])
  })

  test('but not the lock or any other value that the rule itself sets', () => {
    const lock = aSet({ key: 'locked', before: false, value: true, from: null })
    expect(said(taken([wrote({}, name('A', 'B'), lock)], linked({ name: 'B', locked: true })))).toEqual([
      'link-1 crm update c name B>A',
    ])
    expect(said(taken([wrote({}, lock)], linked({ locked: true })))).toEqual([])
  })

  test('not where somebody changed every field since', () => {
    expect(said(taken([wrote({}, name('A', 'B'))], linked({ name: 'C' })))).toEqual(['skip entry-1 name changed-since'])
  })

  test('not in a record that was removed since', () => {
    expect(said(taken([wrote({}, name('A', 'B'))], linked({ name: 'B' }, { removed: true })))).toEqual([
      'skip entry-1 all removed-since',
    ])
  })

  test('not in a record that nobody knows any more', () => {
    expect(said(taken([wrote({}, name('A', 'B'))], null))).toEqual(['skip entry-1 all unknown-record'])
    expect(said(taken([wrote({ side: 'books' }, name('A', 'B'))], aLink({ crm: aHalf() })))).toEqual([
      'skip entry-1 all unknown-record',
    ])
  })

  test('not where the vendor would refuse it', () => {
    const never = taken([wrote({}, name('A', 'B'))], linked({ name: 'B' }), (verb) => verb !== 'update')
    expect(said(never)).toEqual(['skip entry-1 all not-reversible'])
  })
})

describe('several writes of one record are taken back as one', () => {
  const first = wrote({ id: 'first', at: 1 }, name('A', 'B'))
  const second = wrote({ id: 'second', at: 2 }, name('B', 'C'))

  test('newest first, whatever the order they are handed in', () => {
    for (const entries of [
      [first, second],
      [second, first],
    ])
      expect(said(taken(entries, linked({ name: 'C' })))).toEqual(['link-1 crm update c name C>A'])
  })

  test('as far as nobody changed it in between', () => {
    const apart = wrote({ id: 'second', at: 2 }, name('X', 'C'))
    expect(said(taken([first, apart], linked({ name: 'C' })))).toEqual([
      'link-1 crm update c name C>X',
      'skip first name changed-since',
    ])
  })

  test('and come to nothing where the value came back by itself', () => {
    const back = wrote({ id: 'second', at: 2 }, name('B', 'A'))
    expect(said(taken([first, back], linked({ name: 'A' })))).toEqual([])
  })

  test('but each side by itself', () => {
    const link = aLink({ crm: aHalf({ id: 'c', seen: { name: 'B' } }), books: aHalf({ id: 'b', seen: { name: 'Y' } }) })
    const other = wrote({ id: 'books', at: 2, side: 'books' }, name('X', 'Y'))
    expect([...said(taken([first, other], link))].sort()).toEqual([
      'link-1 books update b name Y>X',
      'link-1 crm update c name B>A',
    ])
  })
})

describe('a record that we created', () => {
  const born = (seen: Flat, base: Flat | null): readonly string[] =>
    said(taken([wrote({ verb: 'create' }, name(null, 'A'))], linked({ name: 'A', ...seen }, { base })))

  test('stays where somebody filled in since what both had agreed to be empty', () => {
    const agreed = { name: 'A', city: null, phone: null }
    expect(born({ city: 'Y' }, agreed)).toEqual(['skip entry-1 all changed-since'])
    expect(born({ city: null }, agreed)).toEqual(['link-1 crm remove c'])
    expect(born({ city: 'Y' }, { name: 'A' })).toEqual(['link-1 crm remove c'])
    expect(born({ city: 'Y' }, { name: 'A', city: 'X' })).toEqual(['link-1 crm remove c'])
    expect(born({ city: 'Y' }, null)).toEqual(['link-1 crm remove c'])
  })

  const entry = wrote({ verb: 'create' }, name(null, 'A'), city(null, null))

  test.each<readonly [string, Flat, readonly string[]]>([
    ['is removed while it holds what we sent', { name: 'A', city: null }, ['link-1 crm remove c']],
    ['is removed although the vendor filled a field in itself', { name: 'A', city: 'Lyon' }, ['link-1 crm remove c']],
    ['stays where somebody worked on it', { name: 'B' }, ['skip entry-1 name changed-since']],
  ])('%s', (_story, seen, expected) => expect(said(taken([entry], linked(seen)))).toEqual(expected))

  test('is removed together with what we changed in it afterwards', () => {
    const later = wrote({ id: 'later', at: 2 }, name('A', 'B'))
    expect(said(taken([entry, later], linked({ name: 'B' })))).toEqual(['link-1 crm remove c'])
  })

  test('is removed although its parent stood under its link when it was sent', () => {
    const child = wrote({ verb: 'create' }, aSet({ key: 'parent:customer', value: 'link:l1' }))
    expect(said(taken([child], linked({ 'parent:customer': 'c9' })))).toEqual(['link-1 crm remove c'])
  })

  test('stays where the vendor removes nothing', () => {
    expect(said(taken([entry], linked({ name: 'A' }), (verb) => verb !== 'remove'))).toEqual([
      'skip entry-1 all not-reversible',
    ])
  })
})

describe('what cannot be taken back', () => {
  test('is named: a removal', () => {
    expect(said(taken([wrote({ verb: 'remove' })], linked({})))).toEqual(['skip entry-1 all not-reversible'])
  })

  test('is passed over where nothing was written', () => {
    for (const kind of ['refused', 'overruled', 'noted', 'decided'] as const)
      expect(said(taken([wrote({ kind }, name('A', 'B'))], linked({ name: 'B' })))).toEqual([])
    expect(said(taken([wrote({ link: null }, name('A', 'B'))], linked({ name: 'B' })))).toEqual([])
  })
})
