import { expect, test } from 'vitest'
import { noSettings, type ChosenJoin, type Settings } from '@/lib/model/settings'
import { pairOf } from '@/lib/pairs'
import { standFor } from '@/lib/service/compose-settings'
import { settingsChanges } from '@/lib/service/settings-changes'

const changes = (before: Settings, after: Settings) => {
  const pair = pairOf('sage-sales.sage-50-fr')
  if (!pair) throw new Error('The pair is gone')
  return settingsChanges(before, after, pair)
}
const withJoins = (...joins: ChosenJoin[]): Settings => ({
  ...noSettings,
  entities: { customer: { on: true, joins, maxLength: { crm: {}, books: {} } } },
})
const withPeople = (people: Settings['people']): Settings => ({ ...noSettings, people })
const rep = (id: string, crm: string | null) =>
  standFor({ id, name: `Rep ${id}`, email: null, active: true, administrator: false, branch: null }, crm)

test('another fixed value is shown as a change of that row', () => {
  const name: ChosenJoin = { crm: 'name', books: 'name' }
  const fixed = (constant: string): ChosenJoin => ({ crm: 'segment', books: null, constant })
  const found = changes(withJoins(name, fixed('A')), withJoins(name, fixed('B')))
  expect(found).toEqual([{ what: 'field', entity: 'customer', how: 'changed', join: fixed('B') }])
  expect(changes(withJoins(name, fixed('A')), withJoins(name, fixed('A')))).toEqual([])
})

test('a sales rep whom the books name by code and by full name is counted once', () => {
  const before = withPeople([...rep('1', 'a'), ...rep('2', 'b'), ...rep('3', null)])
  const after = withPeople([...rep('1', 'c'), ...rep('2', 'b'), ...rep('3', 'c')])
  expect(changes(before, after)).toEqual([{ what: 'people', count: 2 }])
})
