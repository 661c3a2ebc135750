import { beforeEach, describe, expect, it } from 'vitest'
import { COMPANY, tenant } from './sage-sales-tenant'

describe('filtering', () => {
  const crm = tenant()
  let one = 0
  let two = 0
  let three = 0
  beforeEach(async () => {
    if (one !== 0) return
    await crm.login()
    one = await crm.create('accounts', { ...COMPANY, name: "L'Atelier", extId: 'C001', latitude: 45.5, public: true })
    crm.clock.advance(60_000)
    two = await crm.create('accounts', { ...COMPANY, name: 'Garage 100%', extId: 'C002', statusId: 22 })
    crm.clock.advance(60_000)
    three = await crm.create('accounts', { ...COMPANY, name: 'Garage Nord', statusId: 22 })
    await crm.call('PUT', `accounts/${one}`, { city: 'Lyon' })
  })

  it('compares text, numbers, references, flags and dates', async () => {
    expect(await crm.ids('accounts', "extId='C001'")).toEqual([one])
    expect(await crm.ids('accounts', 'latitude>45')).toEqual([one])
    expect(await crm.ids('accounts', 'latitude < 45.5')).toEqual([])
    expect(await crm.ids('accounts', 'statusId=22')).toEqual([two, three])
    expect(await crm.ids('accounts', 'public=true')).toEqual([one])
    expect(await crm.ids('accounts', "deleted='false'")).toEqual([one, two, three])
    expect(await crm.ids('accounts', `id>=${two} AND id<=${two}`)).toEqual([two])
    expect(await crm.ids('accounts', "dateCreated>'2026-11-21T09:00:00.5Z'")).toEqual([two, three])
    expect(await crm.ids('accounts', "dateCreated>='2026-11-21 09:01:00'")).toEqual([two, three])
  })

  it('finds what is new by any of the three dates, and nothing when nothing is', async () => {
    const since = (at: string) => `dateUpdated>'${at}' OR dateCreated>'${at}' OR dateDeleted>'${at}'`
    expect(await crm.ids('accounts', since('2026-11-21T09:01:30Z'))).toEqual([one, three])
    expect(await crm.ids('accounts', since('2026-11-21T09:02:00Z'))).toEqual([])
    expect(await crm.ids('accounts', since('1970-01-01'))).toEqual([one, two, three])
  })

  it('knows quotes inside text, wildcards, and AND before OR', async () => {
    expect(await crm.ids('accounts', "name='L''Atelier'")).toEqual([one])
    expect(await crm.ids('accounts', "name LIKE 'garage%'")).toEqual([two, three])
    expect(await crm.ids('accounts', "name NOT LIKE 'Garage%'")).toEqual([one])
    expect(await crm.ids('accounts', "name like 'Garage____'")).toEqual([])
    expect(await crm.ids('accounts', `id=${one} OR statusId=22 AND extId='C002'`)).toEqual([one, two])
  })

  it('never matches an empty field, not even with NOT LIKE', async () => {
    expect(await crm.ids('accounts', "extId NOT LIKE 'C001'")).toEqual([two])
    expect(await crm.ids('accounts', "dateUpdated<'2030-01-01'")).toEqual([one])
  })

  it('finds a record by what it holds now, not by what it held', async () => {
    expect(await crm.ids('accounts', "extId='C009'")).toEqual([])
    await crm.call('PUT', `accounts/${three}`, { extId: 'C009' })
    expect(await crm.ids('accounts', "extId='C009'")).toEqual([three])
    await crm.call('PUT', `accounts/${three}`, { extId: null })
    expect(await crm.ids('accounts', "extId='C009'")).toEqual([])
  })

  it('answers 901 for an unknown field, a value of another kind or a sentence it cannot read', async () => {
    const bad = [
      "nothing='1'",
      "Z_Nothing='1'",
      'name=1',
      "statusId='x'",
      "dateCreated>'yesterday'",
      "public>'1'",
      'name=',
      "name='open",
      "name='a' AND",
      "name='a' XOR name='b'",
      "(name='a')",
      "name<>'a'",
      "latitude LIKE '4%'",
      'extId = null',
    ]
    for (const where of bad)
      expect([where, (await crm.call('GET', `accounts?where=${encodeURIComponent(where)}`)).body.code]).toEqual([
        where,
        901,
      ])
  })

  it('can find a new record only after a while', async () => {
    crm.sim.admin.delaySearch(5000)
    const id = await crm.create('accounts', { ...COMPANY, extId: 'LATE' })
    expect(await crm.ids('accounts', "extId='LATE'")).toEqual([])
    expect((await crm.call('GET', `accounts/${id}`)).status).toBe(200)
    crm.clock.advance(5000)
    expect(await crm.ids('accounts', "extId='LATE'")).toEqual([id])
    crm.sim.admin.delaySearch(0)
  })
})
