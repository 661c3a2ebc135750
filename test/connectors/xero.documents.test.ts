import { describe, expect, test } from 'vitest'
import { MAIN } from '@/sandbox/xero'
import { createOf, created, idsOf, removeOf, updateOf } from './sample'
import { sendTo } from './stage'
import { calls, company, one, start } from './xero.bench'

type Kind = 'quote' | 'draft-invoice'
const other = (kind: Kind): Kind => (kind === 'quote' ? 'draft-invoice' : 'quote')

/** Sessions of the same organisation, whatever an administrator chose at that time. */
async function started() {
  const bench = start()
  const as = (kind: Kind) =>
    bench.connector.open({ ...bench.grant, chosen: { ...bench.grant.chosen, 'document-kind': [kind] } }, sendTo(bench))
  const customer = await created(bench, as('quote'), 'customer', company('Deal Ltd'), 'c')
  const make = async (kind: Kind, name: string = kind) => {
    const deal = { fields: { name, netTotal: 12_50 }, parents: { customer } }
    return one(await as(kind).write('document', [createOf('document', deal, name)]))
  }
  return { bench, as, make }
}

describe.each<[Kind, 'quotes' | 'invoices']>([
  ['quote', 'quotes'],
  ['draft-invoice', 'invoices'],
])('a document made as a %s, after deals became something else', (kind, list) => {
  test('is read as what it is', async () => {
    const { as, make } = await started()
    const { id } = await make(kind)
    expect(await as(other(kind)).read('document', [id])).toMatchObject([{ id, removed: false, fields: { kind } }])
  })

  test('is changed and removed as what it is, next to one of today', async () => {
    const { bench, as, make } = await started()
    const [before, today] = [await make(kind), await make(other(kind))]
    const now = as(other(kind))
    const renamed = [before, today].map((each) => updateOf('document', each, { name: `${each.marker} anew` }))
    expect((await now.write('document', renamed)).map((each) => each.ok && each.receipt.shown?.fields['name'])).toEqual(
      [...[`${kind} anew`, `${other(kind)} anew`]],
    )
    const gone = await now.write('document', [removeOf('document', today.id), removeOf('document', before.id)])
    expect(gone).toMatchObject([
      { ok: true, receipt: { id: today.id } },
      { ok: true, receipt: { id: before.id } },
    ])
    expect(bench.simulator.admin.get(MAIN, list, before.id)['Status']).toBe('DELETED')
  })
})

test('a change of what is in neither list is refused as missing', async () => {
  const { as, make } = await started()
  const made = { ...(await make('quote')), id: '11111111-2222-4333-8444-555555555555' }
  const outcome = await as('quote').write('document', [updateOf('document', made, { name: 'Nobody' })])
  expect(outcome).toEqual([{ ok: false, problem: { kind: 'missing' } }])
})

test('a dozen quotes of before and a draft are read in two calls, because a day has few', async () => {
  const { bench, as, make } = await started()
  const ids: string[] = []
  for (let at = 0; at < 12; at += 1) ids.push((await make('quote', `Q${at}`)).id)
  ids.push((await make('draft-invoice')).id)
  bench.simulator.forgetCalls()
  const read = await as('draft-invoice').read('document', ids)
  expect(idsOf(read).toSorted()).toEqual(ids.toSorted())
  expect(calls(bench)).toEqual(['GET /api.xro/2.0/Invoices', 'GET /api.xro/2.0/Quotes'])
})
