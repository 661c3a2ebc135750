import { parse } from 'csv-parse/sync'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { csvLine } from '@/lib/text/csv'

test.each(['=1+1', '+33142685300', '-1', '@SUM(A1)', '\tx', '\rx'])(
  'a cell that a table program would run stays text: %j',
  (cell) => {
    expect(csvLine([cell])).toContain(`'${cell}`)
  },
)

test('a cell that a table program would run once it has split the line its own way stays text, too', () => {
  const lines = [
    csvLine(['Durand', "Durand;=cmd|'/C calc'!A0;", null]),
    csvLine(['Durand\t@SUM(A1)', 'x']),
    csvLine(['first\n-1+1', 'second\r\n+1']),
    csvLine(['a "name"', 'Dupont, SARL;=HYPERLINK("https://evil.example")']),
  ]
  for (const separator of [';', '\t', ','])
    for (const cell of lines.flatMap((line) => line.split(/[\r\n]/)).flatMap((line) => line.split(separator)))
      expect(cell.replace(/^"/, '')).not.toMatch(/^[=+\-@]/)
})

test('what people see of a harmless cell is the cell itself', () => {
  expect(csvLine(['Durand & fils', '', null, '3-1', 'a@b'])).toBe('Durand & fils,,,3-1,a@b\r\n')
  expect(csvLine(['a', 'b "c", d', 'e;f', 'g'])).toBe('a,"b ""c"", d","e;f",g\r\n')
})

/** Without the marks that keep formulas from being run. */
const unmarked = (cell: string): string => cell.replaceAll(/(?<=^|[;\t\r\n])'(?=[=+\-@\t\r])/g, '')

test('every line comes back as it went out', () => {
  fc.assert(
    fc.property(fc.array(fc.string({ unit: 'grapheme' }), { minLength: 2, maxLength: 6 }), (cells) => {
      const [read] = parse(csvLine(cells), { relax_column_count: true })
      expect(read?.map(unmarked)).toEqual(cells.map(unmarked))
    }),
  )
})
