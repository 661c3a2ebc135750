import { describe, expect, it } from 'vitest'
import { API_KEY, CLIENT, SCOPES, freshsales } from '@/sandbox/freshsales'
import type { FreshsalesOptions } from '@/sandbox/freshsales'
import { asFetch } from '@/sandbox/kit/as-fetch'
import { virtualClock } from '@/sandbox/kit/clock'

const START = Date.UTC(2026, 10, 21, 9)

type Body = Readonly<Record<string, unknown>>

function account(options: FreshsalesOptions = {}) {
  const clock = virtualClock(START)
  const sim = freshsales({ clock, size: 4, unlimited: true, ...options })
  const reach = asFetch(sim.handle, 'http://acme.test')
  const call = async (method: string, path: string, body?: unknown, authorization = `Token token=${API_KEY}`) => {
    const sent = body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }
    const answer = await reach(`/crm/sales/api/${path}`, { method, headers: { authorization }, ...sent })
    const text = await answer.text()
    return { status: answer.status, headers: answer.headers, text, body: (text === '' ? {} : JSON.parse(text)) as Body }
  }
  const viewOf = async (module: string, name: string): Promise<string> => {
    const { text } = await call('GET', `${module}/filters`)
    const [, id = ''] = new RegExp(`"id":(\\d+),"name":"${name}"`).exec(text) ?? []
    return id
  }
  return { clock, sim, admin: sim.admin, call, viewOf, reach }
}

const refusal = (status: number, message: string) => ({
  status,
  body: { errors: { code: status, message: [message] } },
})

describe('the simulated Freshsales', () => {
  it('lets in by a key or by a consent, and a consent only to what its scopes say', async () => {
    const { call, admin } = account()
    expect((await call('GET', 'selector/owners', undefined, 'Token token=wrong')).body).toMatchObject({
      login: 'failed',
    })
    const { access } = admin.oauth.grant(['freshsales.contacts.filters.view'])
    expect((await call('GET', 'contacts/filters', undefined, `Bearer ${access}`)).status).toBe(200)
    expect((await call('POST', 'contacts', { contact: {} }, `Bearer ${access}`)).status).toBe(403)
    admin.oauth.expireAccess()
    expect((await call('GET', 'contacts/filters', undefined, `Bearer ${access}`)).status).toBe(401)
    admin.revokeKey()
    expect((await call('GET', 'contacts/filters')).status).toBe(401)
  })

  it('hands out tokens under /oauth/v2 to a client that proves itself by a header', async () => {
    const { reach, admin } = account()
    const redirect = 'https://concord.test/back'
    const query = new URLSearchParams({
      response_type: 'code',
      client_id: CLIENT.id,
      redirect_uri: redirect,
      scope: SCOPES[0] ?? '',
    })
    const code = new URL(admin.oauth.consent(`http://acme.test/oauth/v2/authorize?${query}`)).searchParams.get('code')
    const body = new URLSearchParams({ grant_type: 'authorization_code', code: code ?? '', redirect_uri: redirect })
    const proof = Buffer.from(`${CLIENT.id}:${CLIENT.secret}`).toString('base64')
    const answer = await reach('/oauth/v2/token', {
      method: 'POST',
      headers: { authorization: `Basic ${proof}` },
      body,
    })
    expect(await answer.json()).toMatchObject({ expires_in: 1_800, scope: SCOPES[0] })
  })

  it('lists a view by 25 or up to 100, the list first, then what it refers to, then the count', async () => {
    const { call, viewOf } = account({ size: 130 })
    const view = await viewOf('contacts', 'All Contacts')
    const first = await call('GET', `contacts/view/${view}?include=owner,sales_accounts`)
    expect(Object.keys(first.body)).toEqual(['contacts', 'users', 'sales_accounts', 'meta'])
    expect(first.body).toMatchObject({ meta: { total_pages: 6, total: 130 } })
    expect(first.body['contacts']).toHaveLength(25)
    expect((await call('GET', `contacts/view/${view}?per_page=500`)).body['contacts']).toHaveLength(100)
    expect((await call('GET', `contacts/view/${view}?page=0`)).status).toBe(400)
    expect((await call('GET', 'contacts/view/1')).status).toBe(404)
  })

  it('moves a record that is edited to the front, and leaves a removed one out', async () => {
    const { call, viewOf, admin } = account()
    const path = `deals/view/${await viewOf('deals', 'All Deals')}?sort=updated_at&sort_type=desc`
    const [first, last] = admin.list('deals').map(({ id }) => String(id))
    admin.edit('deals', first ?? '', { name: 'Now' })
    expect((await call('GET', path)).text).toMatch(new RegExp(`^\\{"deals":\\[\\{"id":${first ?? ''},`))
    admin.remove('deals', last ?? '')
    expect((await call('GET', path)).text).not.toContain(`"id":${last ?? ''}`)
    expect((await call('GET', `deals/${last ?? ''}`)).status).toBe(404)
  })

  it('tells a deal its owner, account and products only when asked, amounts as text, ids as long numbers', async () => {
    const { call, admin } = account()
    const [deal] = admin.list('deals').map(({ id }) => String(id))
    const bare = (await call('GET', `deals/${deal ?? ''}`)).body['deal'] as Body
    expect(Object.keys(bare)).not.toEqual(expect.arrayContaining(['owner_id', 'sales_account_id', 'deal_products']))
    expect(bare['amount']).toBe('100.0')
    const whole = await call('GET', `deals/${deal ?? ''}?include=owner,sales_account,deal_products`)
    expect(whole.text).toMatch(/"owner_id":402\d{15},/)
    expect(whole.text).toContain('"unit_price":"10.5"')
  })

  it('takes bodies with and without the singular name, and long ids as numbers', async () => {
    const { call, admin } = account()
    const [firm] = admin.list('sales_accounts').map(({ id }) => String(id))
    expect((await call('POST', 'sales_accounts', { name: 'Unwrapped' })).body).toMatchObject({
      sales_account: { name: 'Unwrapped' },
    })
    const text = `{"deal":{"name":"D","sales_account_id":${firm ?? ''}}}`
    expect((await call('POST', 'deals?include=sales_account', text)).text).toContain(`"sales_account_id":${firm ?? ''}`)
    expect((await call('POST', 'deals', '{"deal":')).status).toBe(400)
  })

  it('refuses what the vendor refuses', async () => {
    const { call } = account()
    const contact = { last_name: 'A', email: 'a@b.test' }
    expect((await call('POST', 'contacts', { contact })).status).toBe(200)
    const cases: readonly (readonly [string, unknown, string])[] = [
      ['contacts', { contact: { ...contact, email: 'A@B.test' } }, 'Email is not unique'],
      ['contacts', { contact: { first_name: 'B' } }, 'Either of email, mobile number or last name is required'],
      ['sales_accounts', { sales_account: { city: 'Lyon' } }, "Name can't be blank"],
      ['sales_accounts', { sales_account: { name: 'x'.repeat(256) } }, 'Name is too long (maximum is 255 characters)'],
      ['deals', { deal: { name: 'D', amount: 'much' } }, 'Amount is not a number'],
      ['deals', { deal: { name: 'D', sales_account_id: 1 } }, 'Sales account is invalid'],
      [
        'custom_module/cm_invoice',
        { cm_invoice: { name: 'F', custom_field: { cf_kind: 'odd' } } },
        'Kind is not included in the list',
      ],
    ]
    for (const [path, body, message] of cases)
      expect(await call('POST', path, body)).toMatchObject(refusal(400, message))
  })

  it('overwrites a stranger whom an upsert names by address, and makes a new record for a new mark', async () => {
    const { call, admin } = account()
    const there = admin.create('contacts', { last_name: 'There', email: 'a@b.test' })
    await call('POST', 'contacts/upsert', {
      unique_identifier: { emails: 'a@b.test' },
      contact: { last_name: 'Overwritten' },
    })
    expect(admin.get('contacts', there)).toMatchObject({ last_name: 'Overwritten' })
    const before = admin.list('contacts').length
    const body = { unique_identifier: { cf_sync_ref: 'm1' }, contact: { last_name: 'New' } }
    await call('POST', 'contacts/upsert', body)
    await call('POST', 'contacts/upsert', body)
    expect(admin.list('contacts')).toHaveLength(before + 1)
    const odd = { unique_identifier: { job_title: 'x' }, contact: { last_name: 'N' } }
    expect((await call('POST', 'contacts/upsert', odd)).status).toBe(400)
  })

  it('runs a bulk upsert as a job whose report is JSON within a text', async () => {
    const { call, clock } = account()
    const contacts = [
      { cf_sync_ref: 'm1', data: { last_name: 'A' } },
      { cf_sync_ref: 'm2', data: { first_name: 'B' } },
    ]
    const accepted = await call('POST', 'contacts/bulk_upsert', { contacts })
    expect(accepted.body['job_status_url']).toBe('http://acme.test/crm/sales/api/job_statuses/1')
    expect((await call('GET', 'job_statuses/1')).body).toMatchObject({ status: 'IN PROGRESS' })
    clock.advance(2_000)
    const { status, data } = (await call('GET', 'job_statuses/1')).body
    expect(status).toBe('SUCCESS')
    expect(JSON.parse(String(data))).toMatchObject({
      record_status: { total: 2, succeeded: 1, failed: 1 },
      detailed_failure_report: [{ cf_sync_ref: 'm2' }],
    })
    const many = Array.from({ length: 101 }, () => contacts[0])
    expect((await call('POST', 'contacts/bulk_upsert', { contacts: many })).status).toBe(400)
    for (let n = 0; n < 5; n += 1) await call('POST', 'contacts/bulk_upsert', { contacts: [] })
    expect((await call('POST', 'contacts/bulk_upsert', { contacts: [] })).status).toBe(405)
    expect((await call('POST', 'custom_module/cm_invoice/bulk_upsert', {})).status).toBe(404)
  })

  it('searches thinly, and hears of a record a while after it was written', async () => {
    const { call, admin, clock } = account()
    admin.setSearchLag(30_000)
    admin.create('contacts', { last_name: 'Late', email: 'late@b.test', job_title: 'Buyer' })
    const rule = { filter_rule: [{ attribute: 'contact_email.email', operator: 'is_in', value: 'late@b.test' }] }
    expect((await call('POST', 'filtered_search/contact', rule)).body).toMatchObject({
      contacts: [],
      meta: { total: 0 },
    })
    clock.advance(31_000)
    const [thin] = (await call('POST', 'filtered_search/contact', rule)).body['contacts'] as readonly Body[]
    expect(Object.keys(thin ?? {})).toEqual(['id', 'name', 'email'])
    const found = await call('GET', 'lookup?q=late@b.test&f=email&entities=contact')
    expect(found.body).toMatchObject({ contacts: { contacts: [{ name: 'Late' }] } })
    expect((await call('POST', 'filtered_search/contact', { filter_rule: [{ attribute: 'nothing' }] })).status).toBe(
      400,
    )
  })

  it('counts the calls of an hour and says when the next one begins', async () => {
    const { call, clock } = account({ unlimited: false, perHour: 2 })
    clock.advance(600_000)
    expect((await call('GET', 'selector/owners')).headers.get('x-ratelimit-remaining')).toBe('1')
    await call('GET', 'selector/owners')
    const refused = await call('GET', 'selector/owners')
    expect(refused.status).toBe(429)
    expect(refused.headers.get('retry-after')).toBe('3000')
    clock.advance(3_000_000)
    expect((await call('GET', 'selector/owners')).status).toBe(200)
  })

  it('deletes so that it can be restored, and forgets for good', async () => {
    const { call, admin } = account()
    const [id = ''] = admin.list('products').map((each) => String(each['id']))
    expect((await call('DELETE', `cpq/products/${id}`)).status).toBe(204)
    expect((await call('GET', `cpq/products/${id}`)).status).toBe(404)
    expect((await call('PUT', `cpq/products/${id}/restore`)).status).toBe(200)
    expect((await call('DELETE', `cpq/products/${id}/forget`)).status).toBe(204)
    expect((await call('PUT', `cpq/products/${id}/restore`)).status).toBe(404)
  })

  it('has no module for invoices until an administrator makes it, and no view of all deals', async () => {
    const { call, admin, viewOf } = account({ madeReady: false })
    expect((await call('GET', 'custom_module/cm_invoice/filters')).status).toBe(404)
    expect(await viewOf('deals', 'All Deals')).toBe('')
    admin.makeModules()
    expect((await call('GET', 'custom_module/cm_invoice/filters')).status).toBe(200)
    expect((await call('GET', 'settings/module_customizations')).text).toContain('"entity_name":"cm_invoice"')
  })

  it('sends the webhook of a workflow with the secret that the administrator put into a header', async () => {
    const { admin, sim } = account({ deliver: () => Promise.reject(new Error('nobody there')) })
    admin.addWorkflow({
      module: 'contacts',
      on: 'created',
      url: 'https://us.test',
      headers: { 'x-concord-secret': 's' },
    })
    const id = admin.create('contacts', { last_name: 'A' })
    await admin.quiet()
    expect(admin.deliveries()).toMatchObject([{ headers: { 'x-concord-secret': 's' }, outcome: 'Error: nobody there' }])
    expect(JSON.parse(admin.deliveries()[0]?.body ?? '')).toMatchObject({ module: 'contacts', id })
    expect(sim.calls()).toEqual([])
  })
})
