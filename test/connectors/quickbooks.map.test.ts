import { expect, test } from 'vitest'
import { startQuickBooks } from './quickbooks.bench'
import { listing } from './sample'
import { openSession, sendTo } from './stage'

test('a customer or product that is told as deleted takes no invoice of the same number with it', async () => {
  const bench = startQuickBooks()
  const [feed] = bench.connector.feeds
  const { end } = await listing(openSession(bench), feed)
  const QueryResponse = ['Customer', 'Item'].map((kind) => ({ [kind]: [{ Id: '7', status: 'Deleted' }] }))
  const told = (body: unknown) => ('CDCResponse' in Object(body) ? { CDCResponse: [{ QueryResponse }] } : body)
  const session = bench.connector.open(bench.grant, sendTo(bench, { tamper: told }))
  const { snapshots } = await session.changes(feed, end)
  expect(snapshots.map(({ entity, id, removed }) => [entity, id, removed])).toEqual([
    ['customer', '7', true],
    ['contact', '7', true],
    ['product', '7', true],
  ])
})
