import { describe, expect, test } from 'vitest'
import type { Half, Link, Tried } from '@/lib/model/record'
import { plan } from '@/lib/sync/plan'
import { settle } from '@/lib/sync/settle'
import { aHalf } from '../kit/aHalf'
import { aLink } from '../kit/aLink'
import { confirmed, retried } from '../kit/confirmed'
import { aLockedRule } from '../kit/aRule'
import { someFacts } from '../kit/someFacts'
import { someRules } from '../kit/someRules'

/** A locked customer whose CRM keeps names in capitals without saying so, and answers a write with the id only. */
const rules = someRules(aLockedRule())
const start = aLink({
  crm: aHalf({ id: 'c', seen: { name: 'DURAND' }, base: { name: 'DURAND' } }),
  books: aHalf({ id: 'b', seen: { name: 'DURAND' }, base: { name: 'DURAND' } }),
})

const inBooks = (link: Link, name: string): Link => change(link, 'books', (half) => ({ seen: { ...half.seen, name } }))
/** A snapshot of the CRM record. */
const inCrm = (link: Link, name: string): Link =>
  change(link, 'crm', (half) => ({
    seen: { ...half.seen, name },
    tried: confirmed(half.tried ?? {}, half.base, { name }),
  }))

function change(link: Link, side: 'crm' | 'books', part: (half: Half) => Partial<Half>): Link {
  const half = link[side] ?? aHalf()
  return { ...link, [side]: { ...half, ...part(half) } }
}

interface Pass {
  readonly link: Link
  readonly sent: string | null
  readonly notes: readonly string[]
}

/** Plans, pretends the write succeeded, and remembers what the engine would. */
function pass(link: Link): Pass {
  const { writes, agreed, notes } = plan(link, [], rules, someFacts())
  const told = notes.map(({ code, value }) => `${code} ${String(value)}`)
  const [write] = writes
  const base = { crm: { ...link.crm?.base, ...agreed.crm }, books: { ...link.books?.base, ...agreed.books } }
  const next = change(
    change(link, 'crm', () => ({ base: base.crm })),
    'books',
    () => ({ base: base.books }),
  )
  if (!write) return { link: next, sent: null, notes: told }
  const settled = settle(write, { id: 'c', version: null, shown: null }, false)
  const target = change(next, 'crm', ({ seen }) => ({
    seen: { ...seen, ...settled.seen },
    base: { ...base.crm, ...settled.targetBase },
    tried: retried(link.crm?.tried ?? {}, settled.targetBase, settled.tried),
  }))
  const origin = change(target, 'books', () => ({ base: { ...base.books, ...settled.originBase } }))
  return { link: origin, sent: String(write.sets.find(({ key }) => key === 'name')?.value), notes: told }
}

describe("a vendor's own form", () => {
  const first = pass(inBooks(start, 'Durand & Fils'))
  const second = pass(inCrm(first.link, 'DURAND & FILS'))
  const third = pass(inCrm(second.link, 'DURAND & FILS'))

  test('is sent twice, because it might be an edit of a locked record', () => {
    expect(first.sent).toBe('Durand & Fils')
    expect(second.sent).toBe('Durand & Fils')
    expect(second.notes).toEqual(['edited-although-locked DURAND & FILS'])
  })

  test('is agreed when it comes back a second time, and noted once', () => {
    expect(third.sent).toBeNull()
    expect(third.notes).toEqual(['own-form DURAND & FILS'])
    const fourth = pass(inCrm(third.link, 'DURAND & FILS'))
    expect(fourth).toMatchObject({ sent: null, notes: [] })
    expect(fourth.link.crm?.tried).toEqual({})
  })

  test('ends when the origin changes', () => {
    expect(pass(inBooks(third.link, 'Martin')).sent).toBe('Martin')
  })

  test('is policed like any other value afterwards', () => {
    const edited = pass(inCrm(pass(inCrm(third.link, 'DURAND & FILS')).link, 'Mine'))
    expect(edited).toMatchObject({ sent: 'Durand & Fils', notes: ['edited-although-locked Mine'] })
  })

  test('is not guessed from two different answers', () => {
    const other = pass(inCrm(second.link, 'DURAND'))
    expect(other.sent).toBe('Durand & Fils')
    expect(pass(inCrm(other.link, 'DURAND')).notes).toEqual(['own-form DURAND'])
  })
})

describe("a person's edit is not taken for a vendor's own form", () => {
  test('when the same edit of a locked record is made again and again', () => {
    let link = inCrm(pass(inBooks(start, 'Durand & Fils')).link, 'Durand & Fils')
    for (let time = 0; time < 4; time++) {
      const edited = pass(inCrm(link, 'Mine'))
      expect(edited).toMatchObject({ sent: 'Durand & Fils', notes: ['edited-although-locked Mine'] })
      link = inCrm(edited.link, 'Durand & Fils')
    }
  })

  test('when the books change the value in between', () => {
    const first = pass(inBooks(start, 'One'))
    const second = pass(inBooks(inCrm(first.link, 'ONE'), 'Two'))
    expect(second.sent).toBe('Two')
    expect(pass(inCrm(second.link, 'ONE')).sent).toBe('Two')
  })
})

describe('a snapshot', () => {
  const watched: Tried = { name: { sent: 'x' }, city: { sent: 'L', came: 'l' } }
  const base = { name: 'x', city: 'L' }
  test.each<readonly [string, Record<string, string>, Record<string, string>, Tried]>([
    ['confirms what it shows as it was sent', { name: 'x', city: 'L' }, base, {}],
    ['confirms nothing that it shows otherwise', { name: 'X', city: 'l' }, base, watched],
    ['confirms nothing that it does not show', {}, base, watched],
    ['ends the watch over what was agreed otherwise since', { name: 'X', city: 'l' }, { name: 'y', city: 'z' }, {}],
  ])('%s', (_story, shown, agreed, after) => expect(confirmed(watched, agreed, shown)).toEqual(after))

  test('of a record without agreement ends every watch', () => {
    expect(confirmed(watched, null, {})).toEqual({})
  })
})
