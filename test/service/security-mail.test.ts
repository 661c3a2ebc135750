import { randomUUID } from 'node:crypto'
import { sql } from 'drizzle-orm'
import { InngestTestEngine } from '@inngest/test'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { mailbox, type Mailbox } from '../../sandbox/mailbox/mailbox'
import { SECOND } from '../../sandbox/sage-50-fr'
import { enter } from '@/lib/auth/enter'
import type { Told } from '@/lib/auth/lifecycle'
import type { Locale } from '@/lib/model/words'
import { disconnect } from '@/lib/service/disconnect'
import { refuseStranger } from '@/lib/service/keep-connection'
import { applyLifecycle } from '@/lib/service/lifecycle'
import { noteExport } from '@/lib/service/note-export'
import { placeOf } from '@/lib/service/place'
import { post } from '@/lib/service/post'
import { tellOfAdministrator } from '@/lib/service/tell-administrators'
import { uninstall } from '@/lib/service/uninstall'
import { installation, saveMember } from '@/lib/store/tenants'
import { aLaunch, type Launching } from '../auth/launching'
import { corridor, type Corridor } from '../kit/corridor'
import { sharedDatabase } from '../kit/fresh-database'
import { connectAll, connectBooks, started, worked } from './kit'
import { mailHouse } from './mail-house'

let house: Corridor
let box: Mailbox
beforeEach(async () => {
  box = await mailbox()
  house = await corridor({ db: await sharedDatabase() })
  await member('Ana', 'ana@example.test', 'en')
  await member('Luc', 'luc@example.test', 'fr')
  await member('Eva', 'eva@example.test', 'es')
  await member('Rep', 'rep@example.test', 'en', 'viewer')
})
afterEach(() => box.close())

const member = (name: string, email: string, locale: Locale, role: 'admin' | 'viewer' = 'admin') =>
  house.within((tx) =>
    saveMember(tx, house.desk, { installation: house.desk.installation, crmUserId: name, name, email, role, locale }),
  )

const server = () => ({ url: box.url, from: 'Concord <alerts@concord.example>', dkim: null })
/** What arrives now, by address. */
async function arrives(): Promise<Readonly<Record<string, string>>> {
  const before = box.messages().length
  await post(house.desk, server())
  const fresh = box.messages().slice(0, box.messages().length - before)
  return Object.fromEntries(fresh.map(({ to, subject }) => [to[0] ?? '', subject]))
}
const addresses = ['ana@example.test', 'eva@example.test', 'luc@example.test']

describe('Whoever administers', () => {
  test('is told in their own language that a system was connected, and viewers are not', async () => {
    await worked(connectBooks(house))
    const told = await arrives()
    expect(told).toEqual({
      'ana@example.test': 'Batidis: Sage 50 was connected',
      'luc@example.test': 'Batidis\u00a0: Sage 50 a été connecté',
      'eva@example.test': 'Batidis: Se ha conectado Sage 50',
    })
    const [letter] = box.messages()
    expect(letter?.headers).not.toHaveProperty('list-unsubscribe')
    expect(letter?.plain).toMatch(/Ana/)
    expect(letter?.html).toContain('<html lang=')
  })

  test('is told of a company that was refused, once however often it is tried', async () => {
    await connectAll(house)
    await started(house)
    await arrives()
    const place = await house.within((tx) => placeOf(tx, house.desk))
    const stranger = [{ id: SECOND, name: 'Somebody else' }].map((company) => ({
      ...company,
      currency: null,
      detail: null,
      identity: SECOND,
    }))
    for (let tries = 0; tries < 3; tries++)
      expect((await refuseStranger(house.desk, place, place.books, place.vendors.books, stranger)).ok).toBe(false)
    expect(Object.keys(await arrives()).sort()).toEqual(addresses)
    expect(box.messages()[0]?.plain).toContain('Somebody else')
  })

  test('is told of a system that was disconnected, and of an end of the whole', async () => {
    await connectAll(house)
    await arrives()
    await worked(disconnect(house.desk, { side: 'books', mirrored: 'keep' }))
    expect((await arrives())['ana@example.test']).toBe('Batidis: Sage 50 was disconnected')
    await worked(uninstall(house.desk, { mirrored: 'keep' }))
    expect((await arrives())['ana@example.test']).toBe('Batidis: Concord was uninstalled')
  })

  test('is told when the CRM’s marketplace says that the organisation left', async () => {
    const installed = await house.within((tx) => installation(tx, house.desk, house.desk.installation))
    const told: Told = {
      ...{ ok: true, event: 'uninstall', crm: 'sage-sales', crmTenant: installed?.crmTenantId ?? '' },
      ...{ tenantName: null, origin: 'https://crm.example', locale: 'en', proof: randomUUID() },
    }
    await applyLifecycle(told, house.desk.emit, { db: house.db, now: house.desk.now, way: house.engine })
    await arrives()
    expect(box.messages().find(({ to }) => to[0] === 'ana@example.test')?.plain).toContain(
      'By the marketplace of Sage Sales Management',
    )
  })

  test('is told who took a file away: for each kind once an hour, whoever asked', async () => {
    await noteExport(house.desk, 'everything')
    await noteExport(house.desk, 'everything')
    await noteExport({ ...house.desk, actor: { kind: 'person', id: 'luc', name: 'Luc' } }, 'everything')
    await noteExport(house.desk, 'configuration')
    await arrives()
    const mine = box.messages().filter(({ to }) => to[0] === 'ana@example.test')
    expect(mine).toHaveLength(3)
    expect(mine.filter(({ plain }) => plain.includes('By Luc'))).toHaveLength(1)
    house.clock.advance(61 * 60_000)
    await noteExport(house.desk, 'everything')
    expect(Object.keys(await arrives()).sort()).toEqual(addresses)
  })

  test('gets it in quiet hours, and after ending all other mail', async () => {
    const mails = await mailHouse()
    await mails.atWork()
    await mails.within((tx) =>
      saveMember(tx, mails.desk, {
        ...{ installation: mails.desk.installation, crmUserId: 'ana', name: 'Ana', email: 'ana@example.test' },
        ...{ role: 'admin', locale: 'en' },
      }),
    )
    await mails.quiet(0, 24 * 60 - 1)
    await mails.within((tx) =>
      tx.execute(sql`update recipients set unsubscribed_at = 1 where tenant_id = ${mails.desk.tenant}`),
    )
    await noteExport(mails.desk, 'records')
    await mails.hear()
    expect(mails.subjects()[0]).toBe('Batidis: The list of records was exported')
    await mails.box.close()
  })

  test('gets it again from a server that says later, under the same name', async () => {
    box.refuse(451)
    await noteExport(house.desk, 'history')
    await arrives()
    house.clock.advance(120_000)
    await arrives()
    expect(box.messages()).toHaveLength(3)
    expect(new Set(box.messages().map(({ headers }) => headers['message-id'])).size).toBe(3)
  })
})

describe('A new administrator', () => {
  let door: Launching
  beforeEach(async () => {
    door = await aLaunch(house.db, house.clock)
  })
  const opens = (who: string, role: 'admin' | 'viewer', tenant: string) => {
    const call = door.call({ user: who, name: who, email: `${who}@example.test`, role, tenant, locale: 'en' })
    return enter('demo', call, { ...door.gate, appointed: tellOfAdministrator })
  }
  const sentIn = async (tenant: string) => {
    await post({ ...house.desk, tenant }, server())
    return box.messages().map(({ to, subject }) => `${to[0] ?? ''} ${subject}`)
  }

  test('is told to those who administered before, once, and not to themselves', async () => {
    const org = randomUUID()
    const first = await opens('boss', 'admin', org)
    if (!first.ok) throw new Error(first.refusal)
    expect(await sentIn(first.tenant)).toEqual([])
    expect(await opens('rep', 'viewer', org)).toMatchObject({ appointed: false })
    expect(await opens('rep', 'admin', org)).toMatchObject({ appointed: true })
    expect(await opens('rep', 'admin', org)).toMatchObject({ appointed: false })
    expect(await sentIn(first.tenant)).toEqual([
      expect.stringMatching(/^boss@example\.test .*rep is an administrator now$/),
    ])
    expect(box.messages()[0]?.plain).toContain('rep@example.test')
  })
})

test('the job sends what is written at once, in a tenant where nothing runs yet', async () => {
  vi.stubEnv('SMTP_URL', box.url)
  vi.stubEnv('MAIL_FROM', 'Concord <alerts@concord.example>')
  vi.resetModules()
  Object.assign(globalThis, { [Symbol.for('concord.database')]: Promise.resolve(house.db) })
  house.clock.advance(Date.now() - house.clock.now())
  await noteExport(house.desk, 'configuration')
  const { letter } = await import('@/inngest/letter')
  const data = { tenant: house.desk.tenant }
  const job = new InngestTestEngine({ function: letter, events: [{ name: 'mail.due', data }] })
  expect((await job.execute()).result).toEqual({ sent: true })
  expect(box.messages()).toHaveLength(3)
  vi.unstubAllEnvs()
})
