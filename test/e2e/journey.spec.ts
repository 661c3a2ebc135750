import { expect, test } from './kit'
import { looks } from './looks'
import { namedForMail, toldByMail } from './mail'
import { ownTenant } from './tenants'
import { trouble } from './trouble'
import { accountByCode, books, clients, company, crm, isWorking, keys, prepare, synchronise, working } from './set-up'

const tenant = ownTenant('journey')
const home = /\/embed\/[\w-]+$/

test.describe.configure({ mode: 'serial', timeout: 240_000 })

namedForMail(tenant)

test('from an empty page to a finished first synchronisation', async ({ open }) => {
  const frame = await open({ tenant })
  await expect(frame.getByText('Nothing is written until you press Start.')).toBeVisible()
  await prepare(frame)
  const start = frame.getByRole('button', { name: /^Start: create \d+, update \d+, remove 0$/ })
  await expect(start).toBeVisible({ timeout: 120_000 })
  expect((await crm().rows('list', 'accounts')).filter((row) => row['Z_SyncRef'])).toEqual([])
  await start.click()
  await frame.waitForURL(home)
  await isWorking(frame)
  await expect(frame.getByRole('link', { name: /^In both/ }).first()).toBeVisible()
  const accounts = await crm().rows('list', 'accounts')
  for (const { code } of await clients()) expect(accounts.filter((row) => row['extId'] === code)).toHaveLength(1)
})

toldByMail(tenant)

test('running again at once writes nothing and says so', async ({ open }) => {
  const frame = await open({ tenant })
  await expect(await synchronise(frame)).toHaveText('Nothing had to change.')
})

test('a client edited in Sage arrives in the CRM, and the history says what, where and why', async ({ open }) => {
  const [client] = await clients()
  await books().call('edit', company.id, 'clients', client?.['id'], { telephone: '01 42 68 53 00' })
  const frame = await open({ tenant })
  const done = await synchronise(frame)
  await expect(done).toHaveText(/^1 change in/)
  await done.click()
  await expect(frame.getByRole('heading', { level: 1 })).toHaveText(/^Run of/)
  await expect(frame.getByText(String(client?.['raisonSociale'])).first()).toBeVisible()
  await expect(frame.getByText('Changed in Sage 50 since both last agreed.').first()).toBeVisible()
  await expect(frame.getByText('Phone').first()).toBeVisible()
  expect((await accountByCode(client?.['code']))['phone']).toBe('+33142685300')
})

test('an edit of a locked account in the CRM is given back and explained', async ({ open }) => {
  const [, client] = await clients()
  const account = await accountByCode(client?.['code'])
  expect(account['readOnly']).toBe(true)
  await crm().call('edit', 'accounts', account['id'], { city: 'Elsewhere' }, { force: true })
  const frame = await open({ tenant })
  const done = await synchronise(frame)
  await expect(done).toHaveText(/^1 change in/)
  await done.click()
  await expect(frame.getByText(/where it is locked; Sage 50 gives its value back/).first()).toBeVisible()
  expect((await accountByCode(client?.['code']))['city']).toBe(account['city'])
})

test('pausing keeps changes waiting, resuming sends them once', async ({ open }) => {
  const frame = await open({ tenant })
  await frame.getByRole('button', { name: 'Pause' }).click()
  await expect(frame.getByRole('heading', { level: 1 })).toHaveText(/^Paused by Alice Moreau/)
  await expect(frame.getByRole('button', { name: 'Synchronise now' })).toHaveCount(0)
  const [client] = await clients()
  await books().call('edit', company.id, 'clients', client?.['id'], { telephone: '01 42 68 53 01' })
  expect((await accountByCode(client?.['code']))['phone']).toBe('+33142685300')
  await frame.getByRole('button', { name: 'Resume' }).click()
  await expect
    .poll(async () => (await accountByCode(client?.['code']))['phone'], { timeout: 90_000 })
    .toBe('+33142685301')
  await expect(frame.getByRole('link', { name: /^1 change in/ })).toBeVisible({ timeout: 60_000 })
})

test('pausing in the middle of a run finishes the batch and loses nothing', async ({ open }) => {
  for (const { id } of (await clients()).slice(0, 8)) {
    await books().call('edit', company.id, 'clients', id, { notes: 'Visited in autumn' })
  }
  await crm().call('faults', { do: 'delay', ms: 1500, times: 6, method: 'GET' })
  const frame = await open({ tenant })
  await frame.getByRole('button', { name: 'Synchronise now' }).click()
  await expect(frame.getByRole('progressbar')).toBeVisible({ timeout: 30_000 })
  await frame.getByRole('button', { name: 'Pause' }).click()
  await expect(frame.getByRole('heading', { level: 1 })).toHaveText(/^Paused by Alice Moreau/)
  await crm().call('clearFaults')
  await frame.getByRole('button', { name: 'Resume' }).click()
  await expect
    .poll(
      async () => {
        const accounts = await crm().rows('list', 'accounts')
        return accounts.filter((row) => row['comment'] === 'Visited in autumn').length
      },
      { timeout: 90_000 },
    )
    .toBe(8)
  await isWorking(frame)
})

test('someone who may only look sees everything and can change nothing', async ({ open }) => {
  const frame = await open({ tenant, role: 'viewer' })
  await expect(frame.getByText(/Only an administrator of the CRM can change it/)).toBeVisible()
  await expect(frame.getByRole('heading', { level: 1 })).toHaveText(working)
  await expect(frame.getByRole('button', { name: /Pause|Synchronise now/ })).toHaveCount(0)
})

test('the keys that were typed in are nowhere in the pages', async ({ open, page }) => {
  const bodies: string[] = []
  page.on('response', (response) => {
    void response.text().then(
      (text) => bodies.push(text),
      () => 'redirects have no body',
    )
  })
  const frame = await open({ tenant })
  const base = frame.url()
  for (const path of ['/settings', '/setup/crm', '/setup/books', '/history']) {
    await frame.goto(base + path)
    await frame.getByRole('heading', { level: 1 }).waitFor()
  }
  expect(bodies.length).toBeGreaterThan(4)
  const secrets = [keys.privateKey, keys.gatewayKey]
  const ours = bodies.filter((body) => !body.includes('simulated, for the demo'))
  for (const secret of secrets) expect(ours.filter((body) => body.includes(secret))).toEqual([])
})

trouble(tenant)
looks(tenant)
