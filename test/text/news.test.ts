import { describe, expect, test } from 'vitest'
import { locales } from '@/lib/model/words'
import { news, newsTitle } from '@/lib/text/news'

describe('What is new', () => {
  test('is told newest first, on days that exist', () => {
    const days = news.map(({ on }) => on)
    expect(days).toEqual([...days].sort().reverse())
    for (const day of days) expect(new Date(`${day}T00:00:00Z`).toISOString().slice(0, 10)).toBe(day)
  })

  test.each(locales)('is told in %s in whole sentences, without the words of programmers', (locale) => {
    expect(newsTitle[locale]).not.toBe('')
    for (const { said } of news) {
      expect(said[locale]).toMatch(/^[\p{Lu}À].+\.$/u)
      expect(said[locale]).not.toMatch(/\b(webhook|cursor|payload|outbox|API)\b/i)
      expect(said[locale]).not.toMatch(/ [:;?!]/)
    }
  })

  test('says each thing once and each language for itself', () => {
    const all = news.flatMap(({ said }) => Object.values(said))
    expect(new Set(all).size).toBe(all.length)
  })
})
