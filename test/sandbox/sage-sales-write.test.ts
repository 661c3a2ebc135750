import { beforeEach, describe, expect, it } from 'vitest'
import type { Shown } from './sage-sales-tenant'
import { COMPANY, HOST, signedIn } from './sage-sales-tenant'

describe('writing', () => {
  let crm: Awaited<ReturnType<typeof signedIn>>
  beforeEach(async () => {
    crm = await signedIn()
  })

  it('says that the entity was created and under which id', async () => {
    expect(await crm.call('POST', 'accounts', COMPANY)).toEqual({
      status: 200,
      body: { Message: 'entity created', id: 10_001 },
    })
    expect(await crm.call('PUT', 'accounts/10001', { phone: '1' })).toEqual({
      status: 200,
      body: { Message: 'entity updated' },
    })
    expect((await crm.call('GET', 'accounts/10001')).body).toMatchObject({
      name: 'Boulangerie Petit',
      phone: '1',
      readOnly: false,
    })
  })

  it('refuses a record without its mandatory fields, and a later write that empties one', async () => {
    const missing: readonly [string, object, string][] = [
      ['accounts', { name: 'x', branchId: 438 }, 'salesRepId1'],
      ['accounts', { branchId: 438, salesRepId1: 501 }, 'name'],
      ['contacts', { firstName: 'a', lastName: 'b' }, 'accountId'],
      ['products', { price: 1 }, 'model'],
      ['salesorders', { reference: 'F1', branchId: 438 }, 'salesRepId'],
      ['salesordersLines', { productId: 1 }, 'productId'],
    ]
    for (const [resource, fields, field] of missing) {
      const { status, body } = await crm.call('POST', resource, fields)
      expect([status, body.message.includes(`'${field}'`)]).toEqual([400, true])
    }
    const id = await crm.create('accounts', COMPANY)
    expect((await crm.call('PUT', `accounts/${id}`, { name: '' })).status).toBe(400)
    expect((await crm.call('PUT', `accounts/${id}`, { branchId: null })).status).toBe(400)
  })

  it('refuses text that is too long, values of another kind, unknown fields and its own bookkeeping', async () => {
    const bad: readonly [string, object][] = [
      ['accounts', { ...COMPANY, city: 'x'.repeat(201) }],
      ['accounts', { ...COMPANY, name: 7 }],
      ['accounts', { ...COMPANY, public: 'yes' }],
      ['accounts', { ...COMPANY, colour: 'red' }],
      ['accounts', { ...COMPANY, Z_SyncRef: 'x' }],
      ['accounts', { ...COMPANY, dateCreated: '2026-01-01' }],
      ['accounts', { ...COMPANY, id: 5 }],
      ['products', { model: 'Bread', extId: 'x'.repeat(31) }],
      ['products', { model: 'Bread', stock: 1.5 }],
      ['accounts', []],
    ]
    for (const [resource, fields] of bad) expect((await crm.call('POST', resource, fields)).status).toBe(400)
    expect((await crm.call('POST', 'products', { model: 'Bread', extId: 'x'.repeat(30), stock: null })).status).toBe(
      200,
    )
    expect((await crm.fetch(`${HOST}/api/v4/accounts`, { method: 'POST', body: '{' })).status).toBe(401)
  })

  it('keeps orders with their lines, under the keys the vendor spells differently in a write', async () => {
    const product = await crm.create('products', { model: 'Bread' })
    const order = await crm.create('salesorders', {
      reference: 'F2026-1',
      branchId: 438,
      salesRepId: 502,
      salesForcecastDate: '2026-12-01 00:00:00',
      total: 12.5,
    })
    const line = await crm.create('salesordersLines', {
      salesOrderId: order,
      productId: product,
      quantity: 2,
      price: 6.25,
    })
    expect((await crm.call('GET', `salesOrders/${order}`)).body).toMatchObject({
      salesForecastDate: '2026-12-01T00:00:00Z',
      total: 12.5,
    })
    expect(await crm.found('salesordersLines', `salesorderId=${order}`)).toMatchObject([
      { id: line, salesorderId: { id: order, value: 'F2026-1' }, productId: { id: product, value: 'Bread' } },
    ])
    expect((await crm.call('PUT', `salesOrders/${order}`, { salesForecastDate: '2026-12-01' })).status).toBe(400)
    expect((await crm.call('PUT', `salesordersLines/${line}`, { quantity: 1.5 })).status).toBe(400)
  })

  it('lets two records bear the same external id', async () => {
    await crm.create('accounts', { ...COMPANY, extId: 'C1' })
    await crm.create('accounts', { ...COMPANY, extId: 'C1' })
    expect(await crm.ids('accounts', "extId='C1'")).toHaveLength(2)
  })
})

describe('records that are read only', () => {
  let crm: Awaited<ReturnType<typeof signedIn>>
  let id = 0
  beforeEach(async () => {
    crm = await signedIn()
    id = await crm.create('accounts', { ...COMPANY, readOnly: true })
  })

  it('cannot be edited or deleted in the pages of the CRM, unless someone gets round the lock', () => {
    const { admin } = crm.sim
    expect(() => admin.edit('accounts', id, { name: 'Other' })).toThrow('read only')
    expect(() => admin.edit('accounts', id, { readOnly: false })).toThrow('read only')
    expect(() => admin.remove('accounts', id)).toThrow('read only')
    admin.edit('accounts', id, { name: 'Other' }, { force: true, as: 504 })
    expect(admin.get('accounts', id)).toMatchObject({ name: 'Other', salesRepIdUpdated: 504, readOnly: true })
  })

  it('take a write over the API only if it names readOnly itself, and no deletion before they are unlocked', async () => {
    const put = async (fields: object) => (await crm.call('PUT', `accounts/${id}`, fields)).status
    expect(await put({ name: 'Other' })).toBe(400)
    expect((await crm.call('DELETE', `accounts/${id}`)).status).toBe(400)
    expect(await put({ name: 'Other', readOnly: true })).toBe(200)
    expect(await put({ readOnly: false })).toBe(200)
    expect((await crm.call('DELETE', `accounts/${id}`)).status).toBe(200)
  })

  it('protect the lines of an order from the pages too, but not from the API', async () => {
    const product = await crm.create('products', { model: 'Bread' })
    const order = await crm.create('salesorders', { reference: 'F1', branchId: 438, salesRepId: 502, readOnly: true })
    const line = { salesOrderId: order, productId: product, quantity: 1, price: 1 }
    expect(() => crm.sim.admin.create('salesordersLines', line)).toThrow('read only')
    const made = await crm.create('salesordersLines', line)
    expect(() => crm.sim.admin.edit('salesordersLines', made, { price: 2 })).toThrow('read only')
    expect(() => crm.sim.admin.remove('salesordersLines', made)).toThrow('read only')
    expect((await crm.call('PUT', `salesordersLines/${made}`, { price: 2 })).status).toBe(200)
    expect((await crm.call('DELETE', `salesordersLines/${made}`)).status).toBe(200)
  })
})

describe('writing many at once', () => {
  let crm: Awaited<ReturnType<typeof signedIn>>
  beforeEach(async () => {
    crm = await signedIn()
  })

  it('answers one result per item, and a bad item does not hold up the others', async () => {
    const { status, body } = await crm.call<readonly Shown[]>('POST', 'accounts/bulk', [
      { guid: 'a', data: COMPANY },
      { guid: 'b', data: { name: 'No branch' } },
      { guid: 'c', data: COMPANY },
      { data: COMPANY },
    ])
    expect(status).toBe(200)
    expect(body[0]).toEqual({ code: 1, guid: 'a', id: 10_001, message: 'Entity insert success' })
    expect(body[1]).toEqual({ code: 400, guid: 'b', id: null, message: "Field 'branchId' is mandatory" })
    expect(body.map((item) => item.code)).toEqual([1, 400, 1, 400])
  })

  it('updates and deletes in the same way, minding locks and unknown ids', async () => {
    const [open, shut] = [
      await crm.create('accounts', COMPANY),
      await crm.create('accounts', { ...COMPANY, readOnly: true }),
    ]
    const updated = await crm.call<readonly Shown[]>('PUT', 'accounts/bulk', [
      { guid: 'a', id: open, data: { city: 'Lyon' } },
      { guid: 'b', id: shut, data: { city: 'Lyon' } },
      { guid: 'c', id: 1, data: { city: 'Lyon' } },
    ])
    expect(updated.body.map((item) => item.code)).toEqual([1, 400, 910])
    const removed = await crm.call('DELETE', 'accounts/bulk', [
      { guid: 'a', id: open },
      { guid: 'b', id: shut },
    ])
    expect(removed.body).toMatchObject([
      { code: 1, id: open, message: 'Entity delete success' },
      { code: 400, id: shut },
    ])
  })

  it('takes at most 200 items, 120 deletions, and 100 of products', async () => {
    const many = (count: number) => Array.from({ length: count }, (_, at) => ({ guid: String(at), id: 1, data: {} }))
    const status = async (method: string, resource: string, count: number) =>
      (await crm.call(method, `${resource}/bulk`, many(count))).status
    expect([await status('POST', 'accounts', 200), await status('POST', 'accounts', 201)]).toEqual([200, 400])
    expect([await status('DELETE', 'accounts', 120), await status('DELETE', 'accounts', 121)]).toEqual([200, 400])
    expect([await status('PUT', 'products', 100), await status('PUT', 'products', 101)]).toEqual([200, 400])
  })
})
