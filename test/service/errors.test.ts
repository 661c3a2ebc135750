import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { MAIN } from '../../sandbox/sage-50-fr'
import { errors } from '@/lib/service/errors'
import { fix } from '@/lib/service/fix'
import { fixing } from '@/lib/service/fixing'
import { head } from '@/lib/service/head'
import { ignore } from '@/lib/service/ignore'
import { pause } from '@/lib/service/pause'
import { record } from '@/lib/service/record'
import { retry } from '@/lib/service/retry'
import { stopIgnoring } from '@/lib/service/stop-ignoring'
import { integration as readIntegration, publish } from '@/lib/store/integrations'
import { refusal, worked } from './kit'
import { mailHouse, type MailHouse } from './mail-house'

let house: MailHouse
beforeEach(async () => {
  house = await mailHouse()
  await house.atWork()
})
afterEach(() => house.box.close())

const shown = (asked: Parameters<typeof errors>[1] = {}) => errors(house.desk, asked)
const cause = 'prospect.rejected.books.name'
const inSage = (name: string) => house.books.list(MAIN, 'prospects').filter((row) => row.raisonSociale === name)

/** The one record that Sage refuses. */
async function refused(): Promise<{ readonly link: string; readonly account: number }> {
  const [account = 0] = await house.failing(1)
  const [found] = (await shown()).causes
  return { link: found?.records[0]?.link ?? '', account }
}

describe('Errors stand by cause', () => {
  test('with how many, since when, who refused which field, and the first of them', async () => {
    await house.failing(5)
    house.books.changeMeta(MAIN, 'prospects', 'email', 8)
    house.prospect({ name: 'Other', email: 'much.too.long@example.com' })
    await house.goes()
    const { causes } = await shown()
    expect(causes).toMatchObject([
      { cause, count: 5, entity: 'prospect', reason: 'rejected', side: 'books', field: 'name' },
      { cause: 'prospect.rejected.books.email', count: 1, field: 'email' },
    ])
    expect(causes[0]?.records).toHaveLength(3)
    expect(causes[0]?.records[0]).toMatchObject({ standing: 'error', mend: { kind: 'here', side: 'crm', key: 'name' } })
    const alone = await shown({ cause })
    expect([alone.causes.length, alone.causes[0]?.records.length]).toEqual([1, 5])
    expect((await shown({ cause: 'nonsense' })).causes).toHaveLength(2)
  })

  test('say since when the cause stands, however often it was tried since', async () => {
    await house.failing(1)
    await house.hear()
    const since = (await shown()).causes[0]?.since
    await worked(retry(house.desk, { links: 'all' }))
    house.clock.advance(600_000)
    await house.carryOut()
    expect((await shown()).causes[0]).toMatchObject({ since })
    expect((await shown()).causes[0]?.lastTry).toBeGreaterThan(since ?? 0)
  })

  test('stay in sight for whoever follows a letter about one that is over', async () => {
    const ids = await house.failing(1)
    house.books.changeMeta(MAIN, 'prospects', 'email', 8)
    house.prospect({ name: 'Other', email: 'much.too.long@example.com' })
    await house.goes()
    await house.mended(ids)
    expect((await shown({ cause })).causes).toMatchObject([{ cause: 'prospect.rejected.books.email', count: 1 }])
  })

  test('go by themselves once the cause is gone, and are told among those that ended', async () => {
    const ids = await house.failing(2)
    await house.hear()
    await house.mended(ids)
    await house.hear()
    const { causes, ended } = await shown()
    expect(causes).toEqual([])
    expect(ended).toMatchObject([{ cause, most: 2 }])
  })
})

describe('Trying again', () => {
  test('one, some, all of a cause or all: they show as being tried until a run settled them', async () => {
    await house.failing(4)
    const [first, second] = (await shown({ cause })).causes[0]?.records ?? []
    expect(await worked(retry(house.desk, { links: [first?.link ?? ''] }))).toEqual({ retried: 1 })
    const { causes, retrying } = await shown()
    expect(causes[0]).toMatchObject({ count: 3 })
    expect(retrying).toMatchObject([{ record: { link: first?.link, because: { reason: 'rejected', field: 'name' } } }])
    await house.carryOut()
    expect(await shown()).toMatchObject({ causes: [{ count: 4 }], retrying: [] })
    expect(await worked(retry(house.desk, { links: { cause } }))).toEqual({ retried: 4 })
    house.books.changeMeta(MAIN, 'prospects', 'raisonSociale', 60)
    await house.carryOut()
    expect(await shown()).toMatchObject({ causes: [], retrying: [] })
    expect(inSage(second?.name ?? '')).toHaveLength(1)
    expect(await refusal(retry(house.desk, { links: { cause: 'nonsense' } }))).toMatchObject({ kind: 'invalid' })
  })
})

describe('Correcting the value in place', () => {
  test('writes it where it was typed in, in the name of the person, and the record goes on by itself', async () => {
    const { link, account } = await refused()
    const asked = await worked(fixing(house.desk, link))
    expect(asked).toMatchObject({ side: 'crm', key: 'name', type: 'text', maxLength: 12 })
    expect(asked.value).toMatch(/^Far too long/)
    expect(await worked(fix(house.desk, { link, value: ' Short now ' }))).toEqual({ side: 'crm' })
    expect(house.crm.get('accounts', account).name).toBe('Short now')
    expect((await shown()).retrying).toHaveLength(1)
    await house.carryOut()
    expect(inSage('Short now')).toHaveLength(1)
    expect(await shown()).toMatchObject({ causes: [], retrying: [] })
    const written = (await record(house.desk, link))?.entries.rows.find(({ why }) => why === 'fix')
    expect(written).toMatchObject({
      kind: 'written',
      side: 'crm',
      by: 'Ana',
      sets: [{ key: 'name', value: 'Short now' }],
    })
    expect((await house.runToEnd()).counts).not.toHaveProperty('prospect:books')
  })

  test('says at once what is still too long, and changes nothing', async () => {
    const { link, account } = await refused()
    for (const value of ['Still far too long for it', 'Short 🙂🙂🙂🙂'])
      expect(await refusal(fix(house.desk, { link, value }))).toEqual({
        kind: 'invalid',
        fields: { value: 'too-long' },
      })
    expect(house.crm.get('accounts', account).name).toMatch(/^Far too long/)
  })

  test('never overwrites what somebody typed there meanwhile', async () => {
    const { link, account } = await refused()
    house.crm.edit('accounts', account, { name: 'Meanwhile' })
    expect(await refusal(fix(house.desk, { link, value: 'Mine' }))).toMatchObject({
      kind: 'vendor',
      problem: { kind: 'changed-meanwhile' },
    })
    expect(house.crm.get('accounts', account).name).toBe('Meanwhile')
  })

  test('is for administrators, for values that may be written there, and not while everything is paused', async () => {
    const { link } = await refused()
    expect(await refusal(fix(house.viewer, { link, value: 'x' }))).toEqual({ kind: 'forbidden' })
    expect(await refusal(fix(house.desk, { link: 'somebody-elses', value: 'x' }))).toEqual({ kind: 'stale' })
    const other = await mailHouse()
    await other.atWork()
    expect(await refusal(fix(other.desk, { link, value: 'x' }))).toEqual({ kind: 'stale' })
    await other.box.close()
    await worked(pause(house.desk, {}))
    expect(await refusal(fix(house.desk, { link, value: 'x' }))).toEqual({ kind: 'not-now' })
  })

  test('writes to the field that the value came from, not to one that only takes it in', async () => {
    const { link } = await refused()
    const id = await house.integration()
    await house.within(async (tx) => {
      const found = await readIntegration(tx, house.desk, id)
      const prospect = found?.settings.entities.prospect
      if (!found || !prospect) throw new Error('Prospects do not travel')
      const joins = [{ crm: 'comment', books: 'name', lane: 'toCrm' as const }, ...prospect.joins]
      const entities = { ...found.settings.entities, prospect: { ...prospect, joins } }
      await publish(tx, house.desk, id, { ...found.settings, entities }, house.desk.actor)
    })
    expect((await shown()).causes[0]?.records).toMatchObject([{ link, mend: { side: 'crm', key: 'name' } }])
  })

  test('of a record that only Sage may change is left to Sage, and said so', async () => {
    house.books.create(MAIN, 'clients', { raisonSociale: '' })
    await house.goes()
    const [found] = (await shown()).causes
    expect(found).toMatchObject({
      entity: 'customer',
      side: 'crm',
      records: [{ mend: { kind: 'there', side: 'books' } }],
    })
    expect(await fixing(house.desk, found?.records[0]?.link ?? '')).toMatchObject({ ok: false })
  })
})

describe('Ignoring an error', () => {
  test('takes it out of the list with a reason that is kept, until it is taken back', async () => {
    const { link } = await refused()
    expect(await refusal(ignore(house.desk, { links: [link], note: ' ' }))).toMatchObject({ kind: 'invalid' })
    expect(await refusal(ignore(house.viewer, { links: [link], note: 'x' }))).toEqual({ kind: 'forbidden' })
    expect(await worked(ignore(house.desk, { links: [link], note: 'Known, the name stays' }))).toEqual({ ignored: 1 })
    expect((await head(house.desk)).state).toEqual({ kind: 'healthy' })
    const quiet = await shown()
    expect(quiet).toMatchObject({
      causes: [],
      ignored: { rows: [{ link, because: { detail: 'Known, the name stays' } }] },
    })
    await house.runToEnd()
    expect((await shown()).ignored.rows).toHaveLength(1)
    expect(await worked(stopIgnoring(house.desk, { links: [link] }))).toEqual({ back: 1 })
    expect(await shown()).toMatchObject({ causes: [{ cause, count: 1 }], ignored: { rows: [] } })
  })

  test('of a whole cause ends by itself for the record that changes', async () => {
    const [account = 0] = await house.failing(3)
    expect(await worked(ignore(house.desk, { links: { cause }, note: 'Later' }))).toEqual({ ignored: 3 })
    house.crm.edit('accounts', account, { name: 'Another name that is too long' })
    await house.goes()
    expect(await shown()).toMatchObject({ causes: [{ cause, count: 1 }] })
    expect((await shown()).ignored.rows).toHaveLength(2)
  })
})
