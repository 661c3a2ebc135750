import { describe, expect, test } from 'vitest'
import { MAIN } from '@/sandbox/freshbooks'
import { startFreshBooks } from './freshbooks.bench'
import { created, idsOf, listing, removeOf, updateOf } from './sample'
import { sendTo } from './stage'

type Kind = 'quote' | 'draft-invoice'

/** A session of the same business, whatever an administrator chose at that time. */
function started() {
  const bench = startFreshBooks()
  const customer = String(bench.simulator.admin.list(MAIN, 'client')[0]?.['id'])
  const urls: string[] = []
  const as = (kind: Kind) =>
    bench.connector.open({ ...bench.grant, chosen: { 'document-kind': [kind] } }, sendTo(bench, urls))
  const make = (kind: Kind) =>
    created(bench, as(kind), 'document', { fields: { name: kind, netTotal: 12_50 }, parents: { customer } }, kind)
  const asked = () => urls.splice(0).flatMap((url) => /(estimates|invoices)\/\1/.exec(url)?.[1] ?? [])
  return { bench, as, make, asked, admin: bench.simulator.admin }
}
const other = (kind: Kind): Kind => (kind === 'quote' ? 'draft-invoice' : 'quote')

describe.each<[Kind, 'estimate' | 'invoice']>([
  ['quote', 'estimate'],
  ['draft-invoice', 'invoice'],
])('a document made as a %s, after deals became something else', (kind, noun) => {
  test('is read as what it is', async () => {
    const { as, make, asked } = started()
    const id = await make(kind)
    asked()
    expect(await as(other(kind)).read('document', [id])).toMatchObject([{ id, removed: false, fields: { kind } }])
    expect(asked()).toEqual([`${noun}s`])
  })

  test('is changed and removed as what it is', async () => {
    const { as, make, admin, asked } = started()
    const id = await make(kind)
    const now = as(other(kind))
    const [before] = await now.read('document', [id])
    if (!before) throw new Error('not read')
    asked()
    expect(await now.write('document', [updateOf('document', before, { name: 'Renamed' })])).toMatchObject([
      { ok: true, receipt: { id } },
    ])
    expect(await now.write('document', [removeOf('document', id)])).toMatchObject([{ ok: true, receipt: { id } }])
    expect(new Set(asked())).toEqual(new Set([`${noun}s`]))
    const [row] = admin.list(MAIN, noun).filter(({ po_number }) => po_number === `Renamed ~${kind}`)
    expect(row).toMatchObject({ vis_state: 1 })
  })
})

test('documents of both kinds are read together, one call for each kind', async () => {
  const { as, make, asked } = started()
  const ids = [await make('quote'), await make('draft-invoice'), await make('quote'), await make('draft-invoice')]
  asked()
  expect(idsOf(await as('quote').read('document', ids))).toEqual(ids)
  expect(asked().sort()).toEqual(['estimates', 'invoices'])
})

describe('a draft invoice that was told by its number alone before', () => {
  test('is known by that number until its list names it otherwise', async () => {
    const { as, make, admin } = started()
    await make('draft-invoice')
    const number = String(admin.list(MAIN, 'invoice').find(({ po_number }) => String(po_number).includes('~'))?.['id'])
    for (const kind of ['quote', 'draft-invoice'] as const)
      expect(await as(kind).read('document', [number])).toMatchObject([
        { id: number, fields: { kind: 'draft-invoice' } },
      ])
    const { snapshots } = await listing(as('draft-invoice'), ['document'])
    expect(snapshots).toMatchObject([{ id: `d${number}`, was: number }])
  })
})
