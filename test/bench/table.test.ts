import { expect, it } from 'vitest'
import { amongMany, figure, growth, lineOf, tableOf } from './table'
import type { Result } from './workloads'

const result = (wall: number, cpu: number): Result => ({
  workload: 'a load',
  candidate: 'concord',
  records: 2_000,
  least: 49,
  calls: 50,
  written: 2_000,
  cost: {
    wall,
    cpu,
    databaseCpu: 2 * cpu,
    peak: 100,
    counts: null,
    isDone: null,
    statements: { counted: 60, apart: 90, dearest: [] },
    calls: { crm: {}, books: {} },
  },
})

it('several repetitions are told by their median and their range', () => {
  expect(figure([3, 1, 2])).toEqual({ median: 2, least: 1, most: 3 })
  expect(figure([4, 1])).toEqual({ median: 2.5, least: 1, most: 4 })
})

it('costs are told per 1,000 records, speed per second', () => {
  const line = lineOf([result(1_000, 50), result(2_000, 70), result(4_000, 90)])
  expect(line.perSecond).toEqual({ median: 1_000, least: 500, most: 2_000 })
  expect([line.ours.median, line.database.median, line.statements.median]).toEqual([35, 70, 30])
  expect(line.efficiency).toBe(0.98)
})

it('what grows in step with the records has a growth of one, what stays has none', () => {
  const at = (cost: (records: number) => number) =>
    [100, 1_000, 10_000].map((records) => ({ records, cost: cost(records) }))
  expect(growth(at((records) => 7 * records))).toBeCloseTo(1)
  expect(growth(at((records) => records ** 2))).toBeCloseTo(2)
  expect(growth(at(() => 300))).toBeCloseTo(0)
})

it('the same changes are compared among few records and among many, by what all of them cost', () => {
  const line = (workload: string, records: number, cpu: number) =>
    lineOf([{ ...result(1_000, cpu), workload, records }])
  const lines = [
    line('first load, 999 records', 999, 40),
    line('100 changes among 99,999', 100, 60),
    line('100 changes among 999', 100, 50),
    line('quiet poll among 999', 999, 20),
    line('quiet poll among 99,999', 99_999, 20),
    line('10,000 changes among 99,999', 10_000, 900),
  ]
  expect(amongMany(lines).map(({ name, value }) => [name, Number(value.toFixed(3))])).toEqual([
    ['100 changes among 99,999 over 999: our CPU', 1.2],
    ['100 changes among 99,999 over 999: CPU of the database', 1.2],
    ['100 changes among 99,999 over 999: statements', 1],
    ['quiet poll among 99,999 over 999: our CPU', 1],
    ['quiet poll among 99,999 over 999: CPU of the database', 1],
    ['quiet poll among 99,999 over 999: statements', 1],
  ])
})

it('the table has a column for every figure and a line for every job', () => {
  const [head = '', first = ''] = tableOf([lineOf([result(1_000, 50), result(2_000, 70)])]).split('\n')
  expect(head.split('|')).toHaveLength(first.split('|').length)
  expect(first).toContain('| 1,500 (1,000-2,000) | 1,500 (1,000-2,000) | 30.0 (25.0-35.0) ')
  expect(first).toContain('| 50 (49)')
})
