import { expect, test } from 'vitest'
import type { Link } from '@/lib/model/record'
import { circles } from '@/lib/sync/circles'
import { aHalf } from '../kit/aHalf'
import { aLink } from '../kit/aLink'

const keysOf = (link: Link): readonly string[] =>
  String((link.crm ?? link.books)?.seen.keys ?? '')
    .split(',')
    .filter(Boolean)
const known = (id: string, keys: string, more: Partial<Link> = {}): Link =>
  aLink({ id, crm: aHalf({ id: `crm-${id}`, seen: { keys }, marker: null }), books: null, ...more })
const ids = (links: readonly Link[]): readonly string[] => links.map(({ id }) => id).sort()

test('links that share a key are in one circle, also through a third one', () => {
  const links = [known('a', 'vat:1'), known('b', 'vat:1,code:2'), known('c', 'code:2'), known('d', 'code:3')]
  const circle = circles(links, keysOf)
  expect(links.map((link) => ids(circle(link)))).toEqual([['a', 'b', 'c'], ['a', 'b', 'c'], ['a', 'b', 'c'], ['d']])
})

test('a link without keys is alone', () => {
  const [alone, other] = [known('a', ''), known('b', '')]
  const circle = circles([alone, other], keysOf)
  expect(ids(circle(alone))).toEqual(['a'])
})

test('a record that bears the mark of a link is in its circle', () => {
  const made = known('a', '')
  const bearer = known('b', '', { crm: aHalf({ id: 'crm-b', seen: {}, marker: 'a' }) })
  expect(ids(circles([made, bearer], keysOf)(made))).toEqual(['a', 'b'])
})

test('the same key in another identity space is another key', () => {
  const account = known('a', 'code:1')
  const product = known('b', 'code:1', { space: 'product' })
  expect(ids(circles([account, product], keysOf)(account))).toEqual(['a'])
})

test('ten thousand records meet in one pass', () => {
  const links = Array.from({ length: 10_000 }, (_, at) => known(String(at), `code:${Math.floor(at / 2)}`))
  const circle = circles(links, keysOf)
  expect(links.every((link) => circle(link).length === 2)).toBe(true)
})
