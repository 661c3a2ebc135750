import { expect, test } from 'vitest'
import type { Entity } from '@/lib/model/words'
import { created, idsOf, sampleOf } from './sample'
import { openSession } from './stage'
import type { Bench } from './stage'

/** Texts in which any letter may stand. */
const WORDS = [
  'name',
  'firstName',
  'lastName',
  'street',
  'city',
  'region',
  'notes',
  'description',
  'number',
  'reference',
]

/** As long as our marks are in life. */
const MARK = '0190b7a1-1111-7000-8000-0123456789ab'

/** The part of the suite for texts as long as a field says it takes. */
export function longest(start: () => Promise<Bench>, entity: Entity): void {
  test(`${entity}: the longest texts are kept to their last letter, and our mark beside them`, async () => {
    const bench = await start()
    const session = openSession(bench)
    const content = await sampleOf(bench, session, entity)
    const full = (await session.fields(entity)).flatMap(({ key, maxLength, readOnly }) =>
      WORDS.includes(key) && key in content.fields && !readOnly && maxLength !== undefined
        ? [[key, 'é'.repeat(maxLength)] as const]
        : [],
    )
    expect(full.length).toBeGreaterThan(0)
    const fields = { ...content.fields, ...Object.fromEntries(full) }
    const made = await created(bench, session, entity, { ...content, fields }, MARK)
    const [read] = await session.read(entity, [made])
    expect(read?.marker).toBe(MARK)
    expect(read?.fields).toMatchObject(bench.connector.normal(entity, Object.fromEntries(full)))
    bench.clock.advance(bench.connector.visibleAfter * 1000)
    expect(idsOf(await session.find(entity, MARK))).toEqual([made])
  })
}
