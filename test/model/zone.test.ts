import { expect, test } from 'vitest'
import { isZone } from '@/lib/model/zone'

test('a zone is known by every name that browsers have for it', () => {
  for (const name of ['Europe/Paris', 'UTC', 'Europe/Kyiv', 'America/Argentina/Buenos_Aires', 'America/Buenos_Aires'])
    expect(isZone(name), name).toBe(true)
  for (const name of ['Nowhere/Land', '', '+03:00', 'Europe/Paris; x']) expect(isZone(name), name).toBe(false)
})
