import { describe, expect, test } from 'vitest'
import { segmentFor, segmentOf } from '@/lib/auth/segment'

describe('the first part of an address inside the frame', () => {
  test('names an installation, and one of its companies where there are several', () => {
    expect(segmentOf('key-1_a')).toEqual({ installKey: 'key-1_a', integration: null })
    expect(segmentOf('key-1_a~c0ffee-2')).toEqual({ installKey: 'key-1_a', integration: 'c0ffee-2' })
  })

  test('comes back as it was written', () => {
    for (const text of ['key', 'key~company']) {
      const found = segmentOf(text)
      expect(found && segmentFor(found)).toBe(text)
    }
  })

  test.each(['', '~x', 'key~', 'key~a~b', 'key/../x', 'key x', 'k'.repeat(65), 'key~' + 'c'.repeat(65), "key'--"])(
    'is nothing else: %j',
    (text) => {
      expect(segmentOf(text)).toBeNull()
    },
  )
})
