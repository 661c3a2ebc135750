import { createHmac } from 'node:crypto'
import { expect, test } from 'vitest'
import { quickbooks } from '@/lib/connectors/quickbooks'
import { saleLines } from '@/lib/connectors/quickbooks/lines'
import { VERIFIER, startQuickBooks } from './quickbooks.bench'
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

test('postage on an invoice is a line without a product, so that the invoice waits for none', () => {
  const sold = (value: string, Amount: number) => {
    const SalesItemLineDetail = { ItemRef: { value } }
    return { Amount, DetailType: 'SalesItemLineDetail', SalesItemLineDetail }
  }
  const lines = saleLines({ Line: [sold('12', 40), sold('SHIPPING_ITEM_ID', 7.5)] }, 2)
  expect(lines.map(({ fields, parents }) => [fields['total'], parents])).toEqual([
    [40_00, { product: '12' }],
    [7_50, {}],
  ])
})

test('a call about a merge makes us look at the customer that is no more, too', () => {
  const event = {
    ...{ specversion: '1.0', id: 'e1', source: 'intuit.x', type: 'qbo.customer.merged.v1' },
    ...{ datacontenttype: 'application/json', time: '2025-12-04T15:25:05Z' },
    ...{ intuitentityid: '123', intuitaccountid: '9341', data: { deletedid: '27' } },
  }
  const body = Buffer.from(JSON.stringify([event]))
  const proof = createHmac('sha256', VERIFIER).update(body).digest('base64')
  const received = quickbooks.receive({ headers: { 'intuit-signature': proof }, body }, [VERIFIER])
  const hints = ['123', '27'].map((id) => ({ company: '9341', entity: 'customer', id }))
  expect(received).toMatchObject({ kind: 'hints', hints: expect.arrayContaining(hints) as unknown })
})
