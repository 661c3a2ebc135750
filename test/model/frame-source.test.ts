import { describe, expect, test } from 'vitest'
import { isFrameOf } from '@/lib/model/frame-source'

const sources = ['https://*.crm.example', 'https://own.example:8443']

describe('a page that shows ours inside it', () => {
  test.each(['https://app.crm.example', 'https://eu.app.crm.example', 'https://own.example:8443'])(
    'at %s is one of those that may',
    (origin) => expect(isFrameOf(origin, sources)).toBe(true),
  )

  test.each([
    ['', 'nothing'],
    ['null', 'a sandboxed page'],
    ['https://crm.example', 'the host itself, where only what lives below it may'],
    ['https://evilcrm.example', 'a host that ends like it'],
    ['https://app.crm.example.evil.test', 'a host that begins like it'],
    ['https://evil.test/.crm.example', 'a path that ends like it'],
    ['https://evil.test#.crm.example', 'a fragment that ends like it'],
    ['https://me@app.crm.example', 'an address with a name in it'],
    ['http://app.crm.example', 'the same host without encryption'],
    ['https://app.crm.example:444', 'another port'],
    ['https://own.example', 'the exact origin without its port'],
    ['https://app.crm.example/', 'an address instead of an origin'],
  ])('at "%s" is not: %s', (origin) => expect(isFrameOf(origin, sources)).toBe(false))

  test('where nobody may, nobody does', () => expect(isFrameOf('https://app.crm.example', [])).toBe(false))
})
