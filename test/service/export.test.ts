import { beforeEach, describe, expect, test, vi } from 'vitest'
import { z } from 'zod'
import { cell, exportAll, exportRecords } from '@/lib/service/export'
import { records } from '@/lib/service/records'
import { corridor, type Corridor } from '../kit/corridor'
import { sharedDatabase } from '../kit/fresh-database'
import { started } from './kit'

// Whole corridors are lived here, on machines that do other work, too.
vi.setConfig({ testTimeout: 120_000 })

let house: Corridor
beforeEach(async () => {
  house = await corridor({ db: await sharedDatabase() })
})

const whole = async (lines: AsyncGenerator<string>): Promise<readonly string[]> => {
  const all: string[] = []
  for await (const line of lines) all.push(line)
  return all
}

describe('what is taken along', () => {
  test('is everything that is kept, one thing a line, and no secret', async () => {
    await started(house)
    const lines = await whole(exportAll(house.desk))
    const kinds = new Set(lines.map((line) => z.looseObject({ kind: z.string() }).parse(JSON.parse(line)).kind))
    expect([...kinds].sort()).toEqual(['history', 'integration', 'record', 'settings'])
    const text = lines.join('')
    for (const secret of [house.answers.crm.privateKey, house.answers.books.key]) expect(text).not.toContain(secret)
    const shown = (await records(house.desk, {})).rows.length
    expect(lines.filter((line) => line.includes('"kind":"record"')).length).toBeGreaterThanOrEqual(shown)
  })

  test('is an empty table before anything is set up', async () => {
    expect(await whole(exportRecords(house.desk))).toEqual(['entity,name,code,class,crmId,booksId,changedAt\r\n'])
  })
})

test.each([
  ['=HYPERLINK("x")', `"'=HYPERLINK(""x"")"`],
  ['+33 1 23', "'+33 1 23"],
  ['-5', "'-5"],
  ['@cmd', "'@cmd"],
  ['\tx', "'\tx"],
  ['Dupont, SARL', '"Dupont, SARL"'],
  ['plain', 'plain'],
  [null, ''],
])('a cell that a spreadsheet would take for a formula stays text: %s', (value, shown) => {
  expect(cell(value)).toBe(shown)
})
