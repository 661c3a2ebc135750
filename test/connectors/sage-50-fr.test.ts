import { describe, expect, test } from 'vitest'
import { sage50Fr } from '@/lib/connectors/sage-50-fr'
import { session as openGateway } from '@/lib/connectors/sage-50-fr/session'
import type { Grant, Send, Write } from '@/lib/model/connector'
import type { Fields } from '@/lib/model/record'
import { KEY, MAIN, READ_KEY, SECOND, sage50Fr as simulated } from '@/sandbox/sage-50-fr'
import { conform } from './conformance'
import { listing, problemOf } from './sample'
import { jumpingClock, openSession } from './stage'

const SMALL = { customers: 5, prospects: 3, contacts: 7, otherAddresses: 2, products: 4, invoices: 3, representants: 2 }

function start() {
  const clock = jumpingClock()
  const simulator = simulated({ clock, size: SMALL })
  const grant: Grant = { baseUrl: 'http://gateway.test', secrets: { key: KEY }, company: MAIN, chosen: {} }
  const openAt = (to: Grant, send: Send, page: number) => openGateway(to, send, { ...sage50Fr.limits, page })
  return { connector: sage50Fr, simulator, clock, grant, openAt }
}

conform('Sage 50', () => Promise.resolve(start()))

const firstOf = async (bench: ReturnType<typeof start>, entity: 'customer' | 'prospect' | 'contact' | 'product') => {
  const [found] = (await listing(openSession(bench), [entity])).snapshots
  if (!found) throw new Error(`no ${entity}`)
  return found
}

const create = (entity: Write['entity'], fields: Fields, parents = {}): Write => ({
  do: 'create',
  entity,
  marker: 'm',
  idempotencyKey: 'k',
  fields,
  parents,
})

describe('reading Sage 50', () => {
  test('a quiet poll is one call per list', async () => {
    const bench = start()
    const session = openSession(bench)
    const ends: string[] = []
    for (const feed of sage50Fr.feeds) ends.push((await listing(session, feed)).end)
    bench.simulator.forgetCalls()
    for (const [at, feed] of sage50Fr.feeds.entries()) await session.changes(feed, ends[at] ?? null)
    expect(bench.simulator.calls()).toHaveLength(sage50Fr.feeds.length)
  })

  test('a cursor that Sage has forgotten means a full listing', async () => {
    const bench = start()
    const session = openSession(bench)
    const { end } = await listing(session, ['customer'])
    bench.simulator.admin.expireCursors()
    expect((await listing(session, ['customer'], end)).snapshots).toHaveLength(SMALL.customers)
  })

  test('a prospect that became a client shows once, as a client, under the same id', async () => {
    const bench = start()
    const session = openSession(bench)
    const prospect = await firstOf(bench, 'prospect')
    const clients = (await listing(session, ['customer'])).end
    const prospects = (await listing(session, ['prospect'])).end
    bench.simulator.admin.convert(MAIN, prospect.id)
    expect((await listing(session, ['customer'], clients)).snapshots).toMatchObject([
      { id: prospect.id, entity: 'customer' },
    ])
    expect((await listing(session, ['prospect'], prospects)).snapshots).toEqual([])
    expect(await session.read('prospect', [prospect.id])).toMatchObject([{ id: prospect.id, entity: 'customer' }])
  })

  test('an address that is no contact address any more left the filter; a removed one is removed', async () => {
    const bench = start()
    const session = openSession(bench)
    const { snapshots, end } = await listing(session, ['contact'])
    const [one, two] = snapshots
    bench.simulator.admin.setContactType(MAIN, one?.id ?? '', 'livraison')
    bench.simulator.admin.remove(MAIN, 'contacts', two?.id ?? '')
    const { snapshots: changed } = await listing(session, ['contact'], end)
    expect(changed).toMatchObject([
      { id: one?.id, removed: false, leftFilter: true, fields: {} },
      { id: two?.id, removed: true, fields: {} },
    ])
    expect(snapshots.every(({ fields }) => fields['kind'] === 'contact-address')).toBe(true)
  })

  test('articles without stock show none, and pictures come as bytes', async () => {
    const bench = start()
    const product = await firstOf(bench, 'product')
    const image = Buffer.from([1, 2, 3]).toString('base64')
    bench.simulator.admin.setImage(MAIN, product.id, image)
    bench.simulator.admin.edit(MAIN, 'articles', product.id, { gereEnStock: false, stockReel: null })
    const session = openSession(bench)
    expect(await session.read('product', [product.id])).toMatchObject([{ fields: { stock: null } }])
    expect(await session.file?.('product', product.id, 'image')).toBe(image)
    bench.simulator.admin.setImage(MAIN, product.id, null)
    expect(await session.file?.('product', product.id, 'image')).toBeNull()
  })

  test('the dossiers that are open are offered, and an old gateway is told apart', async () => {
    const bench = start()
    const session = openSession(bench)
    expect(await session.companies()).toMatchObject([
      { id: MAIN, name: 'Batidis Négoce SAS', currency: 'EUR' },
      { id: SECOND, currency: 'EUR' },
    ])
    bench.simulator.admin.disable(SECOND)
    expect(await session.companies()).toHaveLength(1)
    bench.simulator.admin.oldContract('0.9')
    expect(await problemOf(() => session.companies())).toMatchObject({
      kind: 'surprise',
      detail: expect.stringContaining('update the gateway') as string,
    })
  })
})

describe('when Sage 50 cannot answer', () => {
  test('each reason is told apart and is no fault of a record', async () => {
    const bench = start()
    const session = openSession(bench)
    const { admin } = bench.simulator
    const asked = () => problemOf(() => session.changes(['customer'], null))
    admin.lock(MAIN)
    expect(await asked()).toEqual({ kind: 'unreachable', detail: 'dossier_occupe' })
    admin.unlock(MAIN)
    admin.offline()
    expect(await asked()).toEqual({ kind: 'unreachable', detail: 'gateway_hors_ligne' })
    admin.offline('sage_ferme')
    expect(await asked()).toEqual({ kind: 'unreachable', detail: 'sage_ferme' })
    admin.online()
    admin.dropShare(MAIN, 'clients', 0.6)
    expect(await asked()).toEqual({ kind: 'unreachable', detail: 'lecture_incomplete' })
    admin.disable(MAIN)
    expect(await asked()).toEqual({ kind: 'forbidden', scope: 'dossier' })
    admin.revokeKey(KEY)
    expect(await asked()).toEqual({ kind: 'signed-out' })
  })

  test('a key that may only read cannot write', async () => {
    const bench = start()
    const session = openSession(bench, { ...bench.grant, secrets: { key: READ_KEY } })
    expect(await session.write('customer', [create('customer', { name: 'X' })])).toMatchObject([
      { ok: false, problem: { kind: 'forbidden', scope: 'write' } },
    ])
  })
})

describe('writing to Sage 50', () => {
  test('a code that is taken points at the record that has it', async () => {
    const bench = start()
    const taken = await firstOf(bench, 'customer')
    const outcome = await openSession(bench).write('customer', [
      create('customer', { name: 'X', code: taken.fields['code'] ?? null }),
    ])
    expect(outcome).toMatchObject([{ ok: false, problem: { kind: 'changed-meanwhile', seen: [taken.id] } }])
  })

  test('a key used before for something else points at what it made', async () => {
    const bench = start()
    const session = openSession(bench)
    const [made] = await session.write('customer', [create('customer', { name: 'First' })])
    const [again] = await session.write('customer', [create('customer', { name: 'Second' })])
    const id = made?.ok ? made.receipt.id : ''
    expect(again).toMatchObject({ ok: false, problem: { kind: 'changed-meanwhile', seen: [id] } })
  })

  test('a contact of a prospect is refused because of its company', async () => {
    const bench = start()
    const prospect = await firstOf(bench, 'prospect')
    const [outcome] = await openSession(bench).write('contact', [
      create('contact', { lastName: 'N' }, { customer: prospect.id }),
    ])
    expect(outcome).toMatchObject({ ok: false, problem: { kind: 'rejected', field: 'parent:customer' } })
  })

  test('once Sage refuses to go on, the rest of a batch is not sent and need not be looked up', async () => {
    const bench = start()
    const session = openSession(bench)
    bench.simulator.faults.add({
      do: 'answer',
      method: 'POST',
      skip: 1,
      status: 503,
      body: { erreur: { code: 'sage_ferme', message: '' } },
    })
    const writes = ['a', 'b', 'c'].map((name): Write => ({ ...create('customer', { name }), idempotencyKey: name }))
    bench.simulator.forgetCalls()
    expect(await session.write('customer', writes)).toMatchObject([
      { ok: true },
      { ok: false, problem: { kind: 'unreachable', detail: 'sage_ferme' } },
      { ok: false, problem: { kind: 'slow-down' } },
    ])
    expect(bench.simulator.calls()).toHaveLength(2)
  })

  test('the receipt of a new client shows the code that Sage made', async () => {
    const bench = start()
    const [outcome] = await openSession(bench).write('customer', [
      create('customer', { name: 'Menuiserie Été', salesRep: 'Alice Moreau', city: 'Lyon', notes: 'one\ntwo' }),
    ])
    expect(outcome).toMatchObject({
      ok: true,
      receipt: {
        shown: { marker: 'm', fields: { salesRep: 'Alice Moreau', city: 'Lyon', notes: 'one two', outstanding: 0 } },
      },
    })
    const shown = outcome?.ok ? outcome.receipt.shown : null
    expect(shown?.fields['code']).toMatch(/^MENU\d+$/)
    expect(sage50Fr.normal('customer', { notes: 'one\ntwo' })).toEqual({ notes: 'one two' })
  })

  test('lengths come from the dossier itself, under our names', async () => {
    const bench = start()
    bench.simulator.admin.changeMeta(MAIN, 'clients', 'adresse.ville', 12)
    const fields = await openSession(bench).fields('customer')
    expect(fields.find(({ key }) => key === 'city')).toMatchObject({ maxLength: 12, readOnly: false })
    expect(fields.find(({ key }) => key === 'name')).toMatchObject({ mandatory: true })
    expect(fields.find(({ key }) => key === 'outstanding')).toMatchObject({ readOnly: true, type: 'money' })
  })
})
