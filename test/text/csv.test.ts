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

test('what people see of a harmless cell is the cell itself', () => {
  expect(csvLine(['Durand & fils', '', null, '3-1', 'a@b'])).toBe('Durand & fils,,,3-1,a@b\r\n')
})

test('every line comes back as it went out', () => {
  fc.assert(
    fc.property(fc.array(fc.string({ unit: 'grapheme' }), { minLength: 2, maxLength: 6 }), (cells) => {
      const [read] = parse(csvLine(cells), { relax_column_count: true })
      expect(read).toEqual(cells.map((cell) => (/^[=+\-@\t\r]/.test(cell) ? `'${cell}` : cell)))
    }),
  )
})
