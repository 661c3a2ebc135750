import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { retryAt, vendorClock } from '@/lib/http/answer'
import { inForm } from '@/lib/http/form'
import { parseAnswer, parseWritten } from '@/lib/http/parse'
import { redact } from '@/lib/http/redact'
import type { SendAnswer } from '@/lib/model/connector'

const answer = (body: string, headers: Record<string, string> = {}): SendAnswer => ({
  status: 200,
  headers,
  body: new TextEncoder().encode(body),
  sentAt: 1_000,
  took: 500,
})
const shape = z.object({ list: z.array(z.object({ id: z.number() })) })

describe('an answer at the door', () => {
  test('what we rely on is read, the rest is left alone', () => {
    expect(parseAnswer(answer('{"list":[{"id":1,"new":true}],"more":1}'), shape)).toEqual({ list: [{ id: 1 }] })
  })

  test.each([
    ['{"list":[{"id":"secret value"}]}', 'unexpected answer at list.0.id: invalid_type'],
    ['[]', 'unexpected answer at its root: invalid_type'],
    ['{"list":[{"id":1}', 'unreadable JSON'],
    ['', 'unreadable JSON'],
    ['<html>Bad gateway</html>', 'HTML instead of JSON'],
  ])('%s is a surprise that names the place and no value', (body, detail) => {
    expect(() => parseAnswer(answer(body), shape)).toThrow(`surprise: ${detail}`)
  })

  test('letters of another alphabet than the answer says are read by what it says, and never guessed', () => {
    const latin = (headers: Record<string, string>): SendAnswer => ({
      ...answer('', headers),
      body: Buffer.from('["Société"]', 'latin1'),
    })
    const words = z.array(z.string())
    const said = { 'content-type': 'application/json; charset="windows-1252"' }
    expect(parseAnswer(latin(said), words)).toEqual(['Société'])
    expect(() => parseAnswer(latin({ 'content-type': 'application/json' }), words)).toThrow('surprise: unreadable JSON')
    expect(parseAnswer(answer('["Société"]', { 'content-type': 'application/json; charset=klingon' }), words)).toEqual([
      'Société',
    ])
  })

  test('after a write, an unreadable answer says that nobody knows', () => {
    expect(() => parseWritten(answer('<html>'), shape)).toThrow('unreachable: unreadable-answer')
  })
})

describe('when to come back', () => {
  test.each([
    [{ 'retry-after': '30' }, 31_500],
    [{ 'retry-after': 'Sat, 21 Nov 2026 09:00:40 GMT', date: 'Sat, 21 Nov 2026 09:00:00 GMT' }, 41_500],
    [{ 'retry-after': 'soon' }, 6_500],
    [{}, 6_500],
    [{ 'retry-after': '0' }, 2_500],
    [{ 'retry-after': 'Sat, 21 Nov 2026 08:59:00 GMT', date: 'Sat, 21 Nov 2026 09:00:00 GMT' }, 2_500],
    [{ 'retry-after': '-5' }, 6_500],
    [{ 'retry-after': '99999999999' }, 86_401_500],
    [{ 'retry-after': '9'.repeat(400) }, 86_401_500],
    [{ 'retry-after': 'Fri, 31 Dec 9999 23:59:59 GMT' }, 86_401_500],
  ])('%o: at %i', (headers, at) => expect(retryAt(answer('', headers as Record<string, string>), 5_000)).toBe(at))

  test("the vendor's clock is its date header, or unknown", () => {
    expect(vendorClock(answer('', { date: 'Sat, 21 Nov 2026 09:00:00 GMT' }))).toBe(Date.UTC(2026, 10, 21, 9))
    expect(vendorClock(answer(''))).toBeNull()
  })
})

describe("a vendor's own words", () => {
  test.each([
    ['Invalid key abcd1234', 'Invalid key ***'],
    ['Authorization: Bearer eyJhbGciOi.x.y', 'Authorization: Bearer ***'],
    ['token eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.abc', 'token ***'],
    ['at https://x.test/cb?code=4711&state=9', 'at https://x.test/cb?code=***&state=***'],
    ['address anna.meier@example.test is taken', 'address *** is taken'],
    ['IBAN FR76 3000 6000 0112 3456 7890 189', 'IBAN ***'],
    ['name  is\ntoo long', 'name is too long'],
  ])('%s', (said, kept) => expect(redact(said, ['abcd1234', ''])).toBe(kept))

  test('they are cut where nobody reads on', () => expect(redact('x'.repeat(1000))).toHaveLength(300))
})

test('a raw value of any kind becomes ours or nothing', () => {
  expect(inForm('money', 12.5, null)).toBe(1250)
  expect(inForm('number', '7.50', null)).toBe(7.5)
  expect(inForm('bool', 'oui', null)).toBe(true)
  expect(inForm('bool', 1, null)).toBeNull()
  expect(inForm('phone', '01 45 67 89 01', 'FR')).toBe('+33145678901')
  expect(inForm('text', { id: 1 }, null)).toBeNull()
  expect(inForm('date', '2026-03-01T10:00:00Z', null)).toBe('2026-03-01')
})
