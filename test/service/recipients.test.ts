import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { addRecipient } from '@/lib/service/add-recipient'
import { alerts } from '@/lib/service/alerts'
import { farewell, unsubscribe } from '@/lib/service/farewell'
import { look } from '@/lib/service/look'
import { post } from '@/lib/service/post'
import { removeRecipient } from '@/lib/service/remove-recipient'
import { saveQuietHours } from '@/lib/service/save-quiet-hours'
import { recipientsOf } from '@/lib/store/recipients'
import { saveMember } from '@/lib/store/tenants'
import { corridor } from '../kit/corridor'
import { refusal, worked } from './kit'
import { hour, mailHouse, type MailHouse } from './mail-house'

let house: MailHouse
beforeEach(async () => {
  house = await mailHouse()
})
afterEach(() => house.box.close())

describe('Who gets mail', () => {
  test('everybody in the list, each in their language', async () => {
    await house.atWork()
    await house.add('luc@example.test', 'fr')
    await house.add('eva@example.test', 'es')
    await house.failing(3)
    expect(await house.hear()).toBe(3)
    const by = new Map(house.box.messages().map(({ to, subject, plain }) => [to[0], `${subject} ${plain}`]))
    expect(by.get('ana@example.test')).toContain('3 records need you')
    expect(by.get('luc@example.test')).toMatch(/3 fiches à traiter[^]*Se désabonner/)
    expect(by.get('eva@example.test')).toMatch(/3 registros requieren atención[^]*Darse de baja/)
  })

  test('before anybody chose, the administrators; whoever is removed gets none', async () => {
    await house.setUp()
    expect(await alerts(house.desk)).toMatchObject({ chosen: false, recipients: [] })
    await house.runToEnd('first')
    const boss = {
      installation: house.desk.installation,
      crmUserId: '1',
      name: 'Boss',
      email: 'Boss@Example.test',
    } as const
    await house.within(async (tx) => {
      await saveMember(tx, house.desk, { ...boss, role: 'admin', locale: 'fr' })
      await saveMember(tx, house.desk, {
        ...boss,
        crmUserId: '2',
        email: 'rep@example.test',
        role: 'viewer',
        locale: 'fr',
      })
    })
    await house.failing(1)
    await house.hear()
    expect(house.box.messages().map(({ to }) => to)).toEqual([['boss@example.test']])
    const [recipient] = (await alerts(house.desk)).recipients
    await worked(removeRecipient(house.desk, { recipient: recipient?.id }))
    expect(await alerts(house.desk)).toMatchObject({ chosen: true, recipients: [] })
    house.clock.advance(2 * hour)
    await house.failing(5, 'Many more that are too long')
    expect(await house.hear()).toBe(0)
  })

  test('is still the administrators where somebody has only said at which hours', async () => {
    await house.setUp()
    await house.within((tx) =>
      saveMember(tx, house.desk, {
        ...{ installation: house.desk.installation, crmUserId: '1', name: 'Boss', email: 'boss@example.test' },
        ...{ role: 'admin', locale: 'en' },
      }),
    )
    await house.quiet(0, 1)
    await house.runToEnd('first')
    await house.failing(1)
    expect(await house.hear()).toBe(1)
    expect(house.box.messages().map(({ to }) => to)).toEqual([['boss@example.test']])
  })

  test('is said by an administrator, with addresses that are addresses', async () => {
    await house.atWork()
    expect(await refusal(addRecipient(house.viewer, { email: 'x@example.test', locale: 'en' }))).toEqual({
      kind: 'forbidden',
    })
    for (const email of [
      '',
      'nobody',
      'a@b',
      'a@example.test\r\nBcc: c@example.test',
      'a@example.test, b@example.test',
    ])
      expect(await refusal(addRecipient(house.desk, { email, locale: 'en' }))).toMatchObject({ kind: 'invalid' })
    expect(await refusal(addRecipient(house.desk, { email: 'ANA@example.test', locale: 'en' }))).toMatchObject({
      kind: 'invalid',
    })
    expect(await refusal(saveQuietHours(house.desk, { from: 5_000, to: 1, zone: 'UTC' }))).toMatchObject({
      kind: 'invalid',
    })
    expect(await refusal(saveQuietHours(house.desk, { from: 1, to: 2, zone: 'Nowhere/Else' }))).toMatchObject({
      kind: 'invalid',
    })
    for (const from of [null, undefined])
      expect(await refusal(saveQuietHours(house.desk, { from, to: 420, zone: 'UTC' }))).toEqual({
        kind: 'invalid',
        fields: { from: 'required' },
      })
  })

  test('can leave by one press, without a session, and again without harm; a foreign link does nothing', async () => {
    await house.atWork()
    await house.failing(1)
    await house.hear()
    const address = /<(.*)>/.exec(house.box.messages()[0]?.headers['list-unsubscribe'] ?? '')?.[1] ?? ''
    const token = new URL(address).pathname.split('/').at(-1) ?? ''
    expect(await farewell(token)).toEqual({ email: 'ana@example.test', locale: 'en', ended: false })
    expect(await unsubscribe('somebody-elses')).toBeNull()
    for (let press = 0; press < 2; press++)
      expect(await unsubscribe(token)).toEqual({ email: 'ana@example.test', locale: 'en' })
    expect((await farewell(token))?.ended).toBe(true)
    house.clock.advance(2 * hour)
    await house.failing(5, 'Many more that are too long')
    expect(await house.hear()).toBe(0)
    await house.add('ana@example.test')
    expect(await house.hear()).toBe(1)
  })

  test('sees quiet hours by the clock they were set by, wherever the reader is', async () => {
    await house.atWork()
    expect((await alerts(house.desk, 'America/New_York')).zone).toBe('America/New_York')
    await worked(saveQuietHours(house.desk, { from: 1200, to: 420, zone: 'Europe/Madrid' }))
    expect(await alerts(house.desk, 'America/New_York')).toMatchObject({
      quiet: { from: 1200, to: 420 },
      zone: 'Europe/Madrid',
    })
  })

  test('never are those of another organisation', async () => {
    await house.atWork()
    const other = await corridor({ db: house.db, crm: { size: 2 }, books: { size: 2 } })
    const [mine] = await house.within((tx) => recipientsOf(tx, house.desk, house.desk.installation))
    expect(await worked(removeRecipient(other.desk, { recipient: mine?.id }))).toBeNull()
    expect((await alerts(house.desk)).recipients).toHaveLength(1)
    expect((await alerts(other.desk)).recipients).toEqual([])
  })
})

describe('A mail server that', () => {
  test('says "later" is asked again a minute later; the mail arrives once', async () => {
    await house.atWork()
    await house.failing(1)
    house.box.refuse(451)
    await house.hear()
    expect(house.box.messages()).toHaveLength(0)
    await post(house.desk, house.server)
    expect(house.box.messages()).toHaveLength(0)
    house.clock.advance(61_000)
    await post(house.desk, house.server)
    await post(house.desk, house.server)
    expect(house.box.messages()).toHaveLength(1)
  })

  test('falls silent is asked again, and the mail arrives once', async () => {
    await house.atWork()
    await house.failing(1)
    house.box.stayMute()
    await look(house.desk, await house.integration())
    await post(house.desk, { ...house.server, patience: 300 })
    expect(house.box.messages()).toHaveLength(0)
    house.clock.advance(61_000)
    await post(house.desk, house.server)
    house.clock.advance(hour)
    await post(house.desk, house.server)
    expect(house.box.messages()).toHaveLength(1)
  })

  test('refuses for good is not asked again, and the page says so', async () => {
    await house.atWork()
    await house.failing(1)
    house.box.refuse(550)
    await house.hear()
    house.clock.advance(hour)
    expect(await post(house.desk, house.server)).toBeNull()
    expect(house.box.messages()).toHaveLength(0)
    expect((await alerts(house.desk)).mails).toMatchObject([{ state: 'failed', email: 'ana@example.test' }])
  })

  test('is not there at all keeps mail waiting, for three days at most', async () => {
    await house.atWork()
    await house.failing(1)
    await look(house.desk, await house.integration())
    expect(await post(house.desk, null)).toBeNull()
    expect((await alerts(house.desk)).mails).toMatchObject([{ state: 'waiting' }])
    house.clock.advance(4 * 24 * hour)
    await post(house.desk, house.server)
    expect(house.box.messages()).toHaveLength(0)
  })

  test('never comes leaves no letter behind for ever: after a month it is forgotten', async () => {
    await house.atWork()
    await house.failing(1)
    await look(house.desk, await house.integration())
    house.clock.advance(31 * 24 * hour)
    await post(house.desk, null)
    expect((await alerts(house.desk)).mails).toEqual([])
  })

  test('is slow gets each mail from one of many who send at once', async () => {
    await house.atWork()
    await house.add('luc@example.test', 'fr')
    await house.failing(1)
    await look(house.desk, await house.integration())
    await Promise.all([1, 2, 3].map(() => post(house.desk, house.server)))
    expect(house.box.messages()).toHaveLength(2)
  })
})
