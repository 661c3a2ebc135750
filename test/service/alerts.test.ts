import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { MAIN } from '../../sandbox/sage-50-fr'
import { connect } from '@/lib/service/connect'
import { look } from '@/lib/service/look'
import { pause } from '@/lib/service/pause'
import { post } from '@/lib/service/post'
import { resume } from '@/lib/service/resume'
import { uninstall } from '@/lib/service/uninstall'
import { integration as readIntegration } from '@/lib/store/integrations'
import { parkLinks } from '@/lib/store/park'
import { recordsPage } from '@/lib/store/standing'
import { saveTokens } from '@/lib/store/tokens'
import { worked } from './kit'
import { hour, mailHouse, type MailHouse } from './mail-house'

let house: MailHouse
beforeEach(async () => {
  house = await mailHouse()
})
afterEach(() => house.box.close())

describe('Records that a system refuses', () => {
  test('a hundred for one cause make one mail, and when all are mended one more', { timeout: 120_000 }, async () => {
    await house.atWork()
    const ids = await house.failing(100)
    expect(await house.hear()).toBe(1)
    expect(house.subjects()).toEqual(['dossier-1: 100 records need you'])
    expect(house.box.messages()[0]?.plain).toContain(encodeURIComponent('/errors?cause=prospect.rejected.books.name'))
    expect(house.box.messages()[0]?.plain).toMatch(/100 of 1\d\d records of that run could not be brought into step/)
    for (let run = 0; run < 3; run++) {
      house.clock.advance(2 * hour)
      await house.runToEnd()
      expect(await house.hear()).toBe(0)
    }
    await house.mended(ids)
    expect(await house.hear()).toBe(1)
    expect(house.subjects()[0]).toMatch(/Solved: Prospects: Refused by the other system/)
    expect(house.box.messages()[0]?.plain).toContain('up to 100 records')
    expect(await house.hear()).toBe(0)
    expect(house.box.messages()).toHaveLength(2)
  })

  test('more of them come with a digest an hour later, not sooner', async () => {
    await house.atWork()
    await house.failing(2)
    await house.hear()
    await house.failing(3, 'Others far too long')
    expect(await house.hear()).toBe(0)
    house.clock.advance(hour)
    await house.runToEnd()
    expect(await house.hear()).toBe(1)
    expect(house.subjects()[0]).toBe('dossier-1: Summary: 5 records need you')
  })

  test('of a company are summed up by the hour, however often another one of the same CRM is', async () => {
    await house.atWork()
    const first = await house.integration()
    const second = await house.secondCompany()
    const parked = async (integration: string, count: number) =>
      house.within(async (tx) => {
        const { links } = await recordsPage(
          tx,
          house.desk,
          integration,
          { entity: 'customer' },
          { after: null, limit: count },
        )
        const because = { reason: 'rejected', field: 'name' } as const
        await parkLinks(
          tx,
          house.desk,
          links.map(({ id }) => ({ id, because })),
        )
      })
    const summaries: string[] = []
    for (let round = 1; round <= 3; round++) {
      for (const company of [first, second]) {
        await parked(company, round)
        await look(house.desk, company)
      }
      await post(house.desk, house.server)
      summaries.push(...house.subjects().filter((subject) => /Summary/.test(subject)))
      house.clock.advance(hour)
    }
    expect(new Set(summaries.map((subject) => subject.split(':')[0]))).toEqual(
      new Set(['dossier-1', 'Batidis Services SARL']),
    )
  })

  test('that come and go many times in a day are told of once and called mended once', async () => {
    await house.atWork()
    for (let turn = 0; turn < 3; turn++) {
      const ids = await house.failing(1, `Too long a name ${turn}`)
      await house.hear()
      await house.mended(ids)
      await house.hear()
    }
    expect(house.subjects()).toHaveLength(2)
  })

  test('are named by name and code, and nothing else of them leaves the house', async () => {
    await house.atWork()
    house.books.changeMeta(MAIN, 'prospects', 'email', 8)
    const secret = { phone: '+34910000001', email: 'private.person@example.com', comment: 'Owes us a favour' }
    house.prospect({ name: 'Secretive', ...secret })
    house.clock.advance(60_000)
    await house.runToEnd()
    expect(await house.hear()).toBe(1)
    const raw = house.box.messages()[0]?.raw ?? ''
    expect(house.box.messages()[0]?.plain).toContain('Secretive')
    for (const value of Object.values(secret)) expect(raw).not.toContain(value)
  })
})

describe('A sign-in that is lost', () => {
  test('is told at once, also at night, and its end too once the night is over', async () => {
    await house.atWork()
    await house.quiet(0, 23 * 60 + 59)
    await house.failing(1)
    house.crm.revokeKeys()
    house.crm.expireTokens()
    await house.runToEnd()
    expect(await house.hear()).toBe(1)
    expect(house.subjects()).toEqual(['dossier-1: Sign in again to Sage Sales Management'])
    await house.quiet(null, null)
    expect(await house.hear()).toBe(1)
    expect(house.subjects()[0]).toMatch(/1 record needs you/)
  })

  test('is recalled the next day', async () => {
    await house.atWork()
    house.crm.revokeKeys()
    house.crm.expireTokens()
    await house.runToEnd()
    await house.hear()
    house.clock.advance(24 * hour)
    expect(await house.hear()).toBe(1)
    expect(house.subjects()[0]).toMatch(/Reminder: Sign in again/)
  })
})

describe('A pause', () => {
  const lost = async () => {
    await house.atWork()
    house.crm.revokeKeys()
    house.crm.expireTokens()
    await house.runToEnd()
    expect(await house.hear()).toBe(1)
  }

  test('mends no sign-in: nobody is told that it is solved, nor recalled while it lasts', async () => {
    await lost()
    await worked(pause(house.desk, {}))
    expect(await house.hear()).toBe(0)
    house.clock.advance(8 * 24 * hour)
    expect(await house.hear()).toBe(0)
  })

  test('that is over finds the sign-in as it was, and its end is told when it comes', async () => {
    await lost()
    await worked(pause(house.desk, {}))
    await house.hear()
    house.crm.restoreKeys()
    await worked(connect(house.desk, { side: 'crm', vendor: 'sage-sales', answers: house.answers.crm }))
    expect(await house.hear()).toBe(0)
    await worked(resume(house.desk, {}))
    await house.carryOut()
    expect(await house.hear()).toBe(1)
    expect(house.subjects()[0]).toMatch(/Solved: Sign in again/)
  })
})

test('whoever uninstalled is not asked to sign in again', async () => {
  await house.atWork()
  house.crm.revokeKeys()
  house.crm.expireTokens()
  await house.runToEnd()
  await worked(uninstall(house.desk, { mirrored: 'keep' }))
  expect(await house.hear()).toBe(0)
})

test('a sign-in that ends soon is told ahead, once, with a link to where it is renewed', async () => {
  await house.atWork()
  const integration = await house.integration()
  const until = house.clock.now() + 6 * 24 * hour
  await house.within(async (tx) => {
    const found = await readIntegration(tx, house.desk, integration)
    const life = { accessUntil: until, refreshUntil: until, scopes: null, kept: {} }
    await saveTokens(tx, house.desk, found?.booksConnection ?? '', { access: 'a', refresh: 'r', ...life })
  })
  expect(await house.hear()).toBe(1)
  expect(house.subjects()[0]).toBe('dossier-1: The sign-in to Sage 50 ends within 7 days')
  expect(house.box.messages()[0]?.plain).toContain('page=%2Fsettings&')
  expect(await house.hear()).toBe(0)
  house.clock.advance(5.5 * 24 * hour)
  await house.hear()
  expect(house.subjects().filter((subject) => /within a day/.test(subject))).toHaveLength(1)
  expect(house.subjects().some((subject) => /Solved/.test(subject))).toBe(false)
})

test('three runs that did not succeed are told once, and their end once', async () => {
  await house.atWork()
  house.books.offline()
  for (let run = 0; run < 2; run++) {
    await house.runToEnd()
    expect(await house.hear()).toBe(0)
    house.clock.advance(10 * 60_000)
  }
  await house.runToEnd()
  expect(await house.hear()).toBe(1)
  await house.runToEnd()
  expect(await house.hear()).toBe(0)
  house.books.online()
  await house.runToEnd()
  expect(await house.hear()).toBe(1)
  expect(house.subjects()).toEqual([
    'dossier-1: Solved: Three runs in a row did not succeed',
    'dossier-1: Three runs in a row did not succeed',
  ])
})

test('two who look in the same moment write one mail', async () => {
  await house.atWork()
  await house.failing(1)
  const id = await house.integration()
  const written = await Promise.all([look(house.desk, id), look(house.desk, id)])
  expect(written.reduce((sum, one) => sum + one, 0)).toBe(1)
})
