import { expect, test } from 'vitest'
import { COLUMNS as freshbooks } from '@/lib/connectors/freshbooks/columns'
import { COLUMNS as freshsales } from '@/lib/connectors/freshsales/columns'
import { COLUMNS as quickbooks } from '@/lib/connectors/quickbooks/columns'
import { COLUMNS as sageSales } from '@/lib/connectors/sage-sales/columns'
import { COLUMNS as xero } from '@/lib/connectors/xero/columns'
import { fieldText } from '@/lib/text/field-text'
import { locales } from '@/lib/model/words'
import { texts } from '@/lib/text'

type Kept = Readonly<Record<string, readonly { readonly key: string }[] | undefined>>

test.each<readonly [string, Kept]>([
  ['Sage Sales Management', sageSales],
  ['Freshsales', freshsales],
  ['Xero', xero],
  ['QuickBooks', quickbooks],
  ['FreshBooks', freshbooks],
])('every field of %s that has a place in both systems has a name in each language', (_vendor, columns) => {
  const keys = Object.values(columns).flatMap((each = []) => each.map(({ key }) => key))
  const own = [...new Set(keys)].filter((key) => !key.startsWith('x:'))
  expect(own.length).toBeGreaterThan(10)
  for (const locale of locales) {
    // A name is words, not the key that a program knows the field by.
    expect(own.filter((key) => fieldText(texts(locale), key) === key)).toEqual([])
  }
})
