import { describe, expect, test } from 'vitest'
import { noSettings, type ChosenJoin, type Settings } from '@/lib/model/settings'
import { rejoined } from '@/lib/store/rejoined'

const mapped = (...joins: readonly ChosenJoin[]): Settings => ({
  ...noSettings,
  entities: { customer: { on: true, joins: [...joins], maxLength: { crm: {}, books: {} } } },
})
const name = { crm: 'name', books: 'name' } as const
const site = { crm: 'website', books: 'website' } as const
const city = { crm: 'city', books: 'city' } as const

describe('a new field map', () => {
  test('that says the same, or only leaves rows out, changes nothing that was agreed', () => {
    expect(rejoined(mapped(name, site), mapped(name, site))).toEqual({})
    expect(rejoined(mapped(name, site), mapped(name))).toEqual({})
    expect(rejoined(mapped(name), mapped({ ...name, as: 'same', lane: 'toCrm', on: 'create' }))).toEqual({})
    expect(rejoined(noSettings, mapped(name))).toEqual({})
  })

  test('that lets another field stand for one forgets what was agreed about it, and not about its neighbour', () => {
    const changed = rejoined(mapped(city, site), mapped(city, { crm: 'website', books: 'city' }))
    expect(changed).toEqual({ customer: { crm: ['website'], books: [] } })
  })

  test('that writes a field in another form looks at both sides anew', () => {
    expect(rejoined(mapped(site), mapped({ ...site, values: [{ crm: 'a', books: 'b' }] }))).toEqual({
      customer: { crm: ['website'], books: ['website'] },
    })
    expect(rejoined(mapped(name), mapped({ ...name, as: 'full-name' }))).toEqual({
      customer: { crm: ['name'], books: ['name'] },
    })
  })
})
