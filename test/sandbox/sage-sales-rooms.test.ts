import { beforeEach, describe, expect, it } from 'vitest'
import { COMPANY, shownIn, signedIn, tenant } from './sage-sales-tenant'
import type { Shown } from './sage-sales-tenant'

describe('describing itself', () => {
  let crm: Awaited<ReturnType<typeof signedIn>>
  beforeEach(async () => {
    crm = await signedIn()
  })

  it('tells the kind, length and list of every field, and which are mandatory or read only', async () => {
    const { body } = await crm.call('GET', 'accounts/schema')
    expect(body.required).toEqual(['name', 'branchId', 'salesRepId1'])
    expect(body.properties).toMatchObject({
      city: { type: ['string', 'null'], maxLength: 200 },
      branchId: { type: ['object'], table: 'branches', required: ['id'] },
      dateUpdated: { type: ['string', 'null'], format: 'date-time', readOnly: true },
    })
    expect((await crm.call('GET', 'products/schema')).body['properties']).toMatchObject({ extId: { maxLength: 30 } })
  })

  it('takes an extra field once it was created, on the record under Z_ and its name', async () => {
    const field = { entity: 'accounts', fieldName: 'SyncRef', type: 'text', descriptionEN: 'Sync reference' }
    expect((await crm.call('POST', 'extrafields/accounts', field)).body).toMatchObject({ Message: 'entity created' })
    const id = await crm.create('accounts', { ...COMPANY, Z_SyncRef: 'r1' })
    expect((await crm.call('GET', `accounts/${id}`)).body.Z_SyncRef).toBe('r1')
    expect(await crm.ids('accounts', "Z_SyncRef='r1'")).toEqual([id])
    expect((await crm.call('GET', 'extrafields/accounts')).body).toMatchObject([field])
    expect((await crm.call('GET', 'accounts/schema')).body['properties']).toMatchObject({
      Z_SyncRef: { type: ['string', 'null'] },
    })
  })

  it('refuses an extra field that exists, has no type, brings its own Z_ or belongs to a resource that takes none', async () => {
    const field = { entity: 'contacts', fieldName: 'A', type: 'decimal' }
    const status = async (resource: string, body: object) =>
      (await crm.call('POST', `extrafields/${resource}`, body)).status
    expect(await status('contacts', field)).toBe(200)
    expect(await status('contacts', field)).toBe(400)
    expect(await status('contacts', { ...field, fieldName: 'B', type: 'colour' })).toBe(400)
    expect(await status('contacts', { ...field, fieldName: 'Z_B' })).toBe(400)
    expect(await status('salesordersLines', field)).toBe(400)
  })

  it('has statuses with won and lost, and lets us add our own', async () => {
    const statuses = await crm.rows('accountStatuses')
    expect(statuses.find((each) => each['won'])).toMatchObject({
      descriptionEN: 'Client',
      descriptionES: 'Cliente',
      lost: false,
    })
    const id = await crm.create('salesorderStatuses', { descriptionEN: 'Paid', descriptionFR: 'Payée', won: true })
    const order = await crm.create('salesorders', { reference: 'F1', branchId: 438, salesRepId: 502, statusId: id })
    expect((await crm.call('GET', `salesorders/${order}?lang=fr`)).body.statusId).toEqual({ id, value: 'Payée' })
  })

  it('has people with an administrator, branches, countries by ISO code, currencies and product categories', async () => {
    const users = (await crm.call('GET', 'users')).body
    expect(users).toHaveLength(5)
    expect(users[0]).toMatchObject({
      email: 'alice.moreau@cordier.test',
      userTypeId: { value: 'Administrator' },
      isActive: true,
    })
    expect((await crm.call('GET', 'branches')).body).toHaveLength(3)
    expect(await crm.found('countries', "code='ES'")).toMatchObject([{ name: 'Spain', descriptionFR: 'Espagne' }])
    expect(await crm.found('currencies', "code='EUR'")).toHaveLength(1)
    expect((await crm.rows('productCategories'))[0]).toMatchObject({ cLevel2: { id: 71, value: 'Goods' } })
  })

  it('keeps custom lists whose values have Spanish keys', async () => {
    await crm.call('POST', 'list', { databaseName: 'Z_Colour', description: 'Colour' })
    expect((await crm.call('POST', 'list/Z_Colour', { descripcion: 'Rojo', descripcion_en: 'Red' })).status).toBe(200)
    expect((await crm.call('GET', 'list')).body).toMatchObject([{ databaseName: 'Z_Colour' }])
    expect((await crm.call('GET', 'list/Z_Colour')).body).toMatchObject([
      {
        descripcion: 'Rojo',
        descripcion_en: 'Red',
        borrado: false,
        fCreado: '2026-11-21T09:00:00Z',
        fModificado: null,
        UserCreado: 501,
      },
    ])
    expect((await crm.call('POST', 'list/Z_Colour', { description: 'Red' })).status).toBe(400)
    expect((await crm.call('GET', 'list/Z_Nothing')).body.code).toBe(910)
  })
})

describe('pictures and documents', () => {
  it('go up in two steps: announce, then put the bytes to the address given', async () => {
    const crm = await signedIn()
    const product = await crm.create('products', { model: 'Bread' })
    const { body } = await crm.call('POST', `products/${product}/documents`, {
      name: 'bread.PNG',
      isCarrousel: true,
      folderId: '-1',
    })
    expect(body.locator).toContain('X-Amz-Expires=604800')
    expect((await crm.fetch(body.locator, { method: 'PUT', body: new Uint8Array([1, 2, 3]) })).status).toBe(200)
    const listed = await crm.call('GET', `products/${product}/documents`)
    expect(listed.body).toMatchObject([
      { id: body.id, name: 'bread.PNG', extension: 'png', isCarrousel: true, size: 3 },
    ])
    expect(crm.sim.admin.file(body.id)).toBe('AQID')
    const filtered = `products/${product}/documents?where=${encodeURIComponent("extension NOT LIKE 'png'")}`
    expect((await crm.call('GET', filtered)).body).toEqual([])
    expect((await crm.call('POST', 'products/1/documents', { name: 'x' })).status).toBe(400)
  })

  it('refuse bytes after seven days or with a forged address', async () => {
    const crm = await signedIn()
    const { body } = await crm.call('POST', 'documents', { name: 'terms.pdf', folderId: '-1' })
    const put = async (address: string) => (await crm.fetch(address, { method: 'PUT', body: 'x' })).status
    expect(await put(body.locator.replace(/Signature=.*/, 'Signature=00'))).toBe(403)
    crm.clock.advance(604_801_000)
    expect(await put(body.locator)).toBe(403)
  })
})

describe('webhooks', () => {
  const HOOK = { name: 'concord', action: 'update', entity: 'account', url: 'https://concord.test/hook' }
  function listening(answer: () => Promise<Response> = async () => new Response()) {
    const heard: (readonly Shown[])[] = []
    const crm = tenant({
      deliver: async (_url, init) => {
        heard.push(shownIn(String(init?.body)))
        return answer()
      },
    })
    return { ...crm, heard }
  }

  it('tell an array of the records that changed, as a list shows them', async () => {
    const crm = listening()
    await crm.login()
    const { body } = await crm.call('POST', 'hooks', HOOK)
    expect(body).toMatchObject({ ...HOOK, version: 4, deleted: false, user_created: 501 })
    expect(body.secret_key).toMatch(/^[0-9a-f-]{36}$/)
    const ids = [await crm.create('accounts', COMPANY), await crm.create('accounts', COMPANY)]
    await crm.call(
      'PUT',
      'accounts/bulk',
      ids.map((id) => ({ guid: String(id), id, data: { city: 'Lyon' } })),
    )
    crm.sim.admin.edit('accounts', ids[0] ?? 0, { city: 'Paris' })
    await crm.sim.admin.quiet()
    expect(crm.heard.map((each) => each.map((row) => row.id))).toEqual([ids, [ids[0]]])
    expect(crm.heard[1]?.[0]).toMatchObject({ city: 'Paris', branchId: { id: 438, value: 'Lyon' } })
  })

  it('can come twice and late, and a deaf listener changes nothing', async () => {
    const crm = listening(async () => {
      throw new TypeError('fetch failed')
    })
    await crm.login()
    await crm.call('POST', 'hooks', { ...HOOK, action: 'insert' })
    crm.sim.admin.setDeliveries({ copies: 2, delayMs: 30_000 })
    await crm.create('accounts', COMPANY)
    expect(crm.heard).toEqual([])
    crm.clock.advance(30_000)
    await crm.sim.admin.quiet()
    expect(crm.heard).toHaveLength(2)
    expect(crm.sim.admin.deliveries().map((each) => each.outcome)).toEqual(Array(2).fill('TypeError: fetch failed'))
  })

  it('exist once per action and entity, only for the entities that have them, until they are deleted', async () => {
    const crm = listening()
    await crm.login()
    const { id } = (await crm.call('POST', 'hooks', HOOK)).body
    expect((await crm.call('POST', 'hooks', HOOK)).status).toBe(400)
    expect((await crm.call('POST', 'hooks', { ...HOOK, entity: 'product' })).status).toBe(400)
    expect((await crm.call('GET', `hooks/${id}`)).body.id).toBe(id)
    expect((await crm.call('DELETE', `hooks/${id}`)).body).toEqual({ Message: 'entity deleted' })
    expect((await crm.call('GET', 'hooks')).body).toMatchObject([{ id, deleted: true, user_deleted: 501 }])
    const account = await crm.create('accounts', COMPANY)
    await crm.call('PUT', `accounts/${account}`, { city: 'Lyon' })
    expect(crm.sim.admin.deliveries()).toEqual([])
    expect((await crm.call('POST', 'hooks', HOOK)).status).toBe(200)
  })
})
