import { InngestTestEngine } from '@inngest/test'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { mailbox, type Mailbox } from '../../sandbox/mailbox/mailbox'
import { aSighting, aWorld, type World } from '../store/world'
import { GET, POST } from '@/app/u/[token]/route'
import { startIntegration } from '@/lib/store/integrations'
import { foldPage } from '@/lib/store/inbox'
import { parkLinks } from '@/lib/store/park'
import { addRecipient, saveQuiet } from '@/lib/store/recipients'
import { sharedDatabase } from '../kit/fresh-database'

let world: World
let box: Mailbox
beforeEach(async () => {
  box = await mailbox()
  vi.resetModules()
  vi.stubEnv('SMTP_URL', box.url)
  vi.stubEnv('MAIL_FROM', 'Concord <alerts@concord.example>')
  const db = await sharedDatabase()
  Object.assign(globalThis, { [Symbol.for('concord.database')]: Promise.resolve(db) })
  world = await aWorld(db)
  const { here, integration, installation, clock } = world
  clock.now = Date.now()
  const bad = ['1', '2', '3'].map((id) => aSighting('customer', id, { name: `Bad ${id}` }))
  await world.within(async (tx) => {
    await startIntegration(tx, here, integration)
    await saveQuiet(tx, here, installation, { from: null, to: null, zone: 'UTC' })
    const email = 'ana@example.test'
    await addRecipient(tx, here, installation, {
      id: here.newId(),
      email,
      locale: 'fr',
      token: `token-of-${integration}`,
    })
    await foldPage(tx, here, integration, 'books', bad, 1)
    await parkLinks(
      tx,
      here,
      bad.map(({ id }) => ({ id, because: { reason: 'rejected', side: 'crm', field: 'email' } })),
    )
  })
})
afterEach(async () => {
  vi.unstubAllEnvs()
  await box.close()
})

async function heard(): Promise<unknown> {
  const { alert } = await import('@/inngest/alert')
  const data = { tenant: world.here.tenant, integration: world.integration }
  return (await new InngestTestEngine({ function: alert, events: [{ name: 'run.closed', data }] }).execute()).result
}

test('the job looks, writes and sends, and its steps carry numbers only', async () => {
  expect(await heard()).toEqual({ written: 1 })
  expect(box.messages().map(({ subject }) => subject)).toEqual([expect.stringContaining('3 fiches à traiter')])
  expect(await heard()).toEqual({ written: 0 })
  expect(box.messages()).toHaveLength(1)
})

test('every hour somebody looks after every integration at work, once', async () => {
  const { hourlyLooks } = await import('@/lib/service/alert-house')
  const mine = async () => (await hourlyLooks()).filter(({ event }) => event.integration === world.integration)
  const [first] = await mine()
  expect(first).toMatchObject({ event: { name: 'alerts.due', tenant: world.here.tenant } })
  expect((await mine())[0]?.id).toBe(first?.id)
})

test('the way out at the end of a mail: looking changes nothing, one post without a cookie ends it', async () => {
  await heard()
  const token = new URL(/<(.*)>/.exec(box.messages()[0]?.headers['list-unsubscribe'] ?? '')?.[1] ?? '').pathname.slice(
    3,
  )
  const asked = { params: Promise.resolve({ token }) }
  const request = (method: string) => new Request(`http://localhost:3000/u/${token}`, { method })
  const shown = await GET(request('GET'), asked)
  expect([shown.status, shown.headers.get('set-cookie')]).toEqual([200, null])
  expect(await shown.text()).toMatch(/<form method="post">[^]*Se désabonner/)
  expect(await (await GET(request('GET'), asked)).text()).toContain('<form')
  for (let press = 0; press < 2; press++) {
    const answer = await POST(request('POST'), asked)
    expect([answer.status, answer.redirected]).toEqual([200, false])
    expect(await answer.text()).toContain('Vous êtes désabonné')
  }
  expect(await (await GET(request('GET'), asked)).text()).not.toContain('<form')
  const foreign = { params: Promise.resolve({ token: 'a-token-that-nobody-was-given' }) }
  expect((await POST(request('POST'), foreign)).status).toBe(404)
  expect((await GET(request('GET'), { params: Promise.resolve({ token: '<script>' }) })).status).toBe(404)
})
