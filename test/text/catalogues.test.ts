import { describe, expect, test } from 'vitest'
import { brakes, whys } from '@/lib/model/decision'
import { reasons } from '@/lib/model/record'
import { locales } from '@/lib/model/words'
import { formatter, texts } from '@/lib/text'
import { accountsTexts } from '@/lib/text/accounts'
import { alertTexts } from '@/lib/text/alerts'
import { oversightTexts } from '@/lib/text/oversight'
import { securityTexts } from '@/lib/text/security'
import { journeyTexts } from '@/lib/text/journey'
import { launchTexts } from '@/lib/text/launch'
import { outside } from '@/lib/text/outside'

type Leaf = readonly [path: string, value: unknown]

/** Every leaf of a catalogue; functions stand for themselves. */
function leaves(value: unknown, path = ''): readonly Leaf[] {
  if (typeof value !== 'object' || value === null) return [[path, value]]
  return Object.entries(value).flatMap(([key, inner]) => leaves(inner, path === '' ? key : `${path}.${key}`))
}

const spoken = (locale: (typeof locales)[number]) => [
  ...leaves(texts(locale)),
  ...leaves(outside[locale]),
  ...leaves(accountsTexts(locale)),
  ...leaves(alertTexts(locale), 'alerts'),
  ...leaves(securityTexts(locale), 'security'),
  ...leaves(oversightTexts(locale), 'oversight'),
  ...leaves(journeyTexts(locale), 'journey'),
  ...leaves(launchTexts(locale), 'launch'),
]
/** What functions say too: the texts that stand in them, their values taken out. */
const written = (locale: (typeof locales)[number]): readonly (readonly [path: string, text: string])[] =>
  spoken(locale).flatMap(([path, value]) => {
    if (typeof value !== 'function') return [[path, String(value)] as const]
    const quoted = String(value).matchAll(/`([^`]*)`|"([^"]*)"|'([^']*)'/g)
    return [...quoted].map(([, ...texts]) => [path, texts.join('').replace(/\$\{[^}]*\}/g, 'X')] as const)
  })
const lane = { origin: 'Books', target: 'Crm' }
const names = { crm: 'Crm', books: 'Books' }

describe('the three languages', () => {
  test('say the same things: every text of one exists in the others', () => {
    const keys = locales.map((locale) =>
      spoken(locale)
        .map(([path]) => path)
        .sort(),
    )
    expect(keys[1]).toEqual(keys[0])
    expect(keys[2]).toEqual(keys[0])
  })

  test.each(locales)('in %s nothing is left empty but the hints that a field does without', (locale) => {
    const empty = spoken(locale).filter(([path, value]) => value === '' && !path.endsWith('.hint'))
    expect(empty).toEqual([])
  })

  test('French keeps its marks together with the word before them, each by its own space', () => {
    const loose = written('fr').filter(([, text]) => / [:;?!%»]|« |\u00a0[;?!]|\u202f[:»]/.test(text))
    expect(loose).toEqual([])
  })

  // What a run, a retry, a kind or a product is called: one word, so that nobody looks for a second thing.
  test.each([
    ['fr', /passage|exécution|écartées|\bgenre\b|\bproduits?\b|affaire/i],
    ['es', /pasada|ejecuci[oó]n|negocio|pareja|\bclases?\b|prueb[ae] de nuevo|probar de nuevo/i],
  ] as const)('%s has one word for one thing', (locale, others) => {
    expect(written(locale).filter(([, text]) => others.test(text))).toEqual([])
  })

  test('Spanish opens what it asks', () => {
    expect(written('es').filter(([, text]) => /[?!]/.test(text) && !/[¿¡]/.test(text))).toEqual([])
  })

  test.each(locales)('in %s nothing is said in the words of programmers', (locale) => {
    const ours = /\b(payload|cursor|token|webhook|endpoint|null|undefined|JSON|outbox|inbox|sync engine)\b/i
    // What an administrator does in a vendor's own settings is told in the words that stand there.
    const found = spoken(locale)
      .filter(([path]) => !path.startsWith('journey.live.byHand.'))
      .filter(([, value]) => typeof value === 'string' && ours.test(value))
    expect(found).toEqual([])
  })
})

describe.each(locales)('in %s', (locale) => {
  const t = texts(locale)

  test('every reason says what happened, why and what to do', () => {
    for (const reason of reasons) {
      const { title, why, todo } = t.reason[reason]
      for (const sentence of [why, todo]) expect(sentence).toMatch(/[.]$/)
      expect(title).not.toMatch(/[.]$/)
    }
  })

  test('every why names where the value came from', () => {
    for (const why of whys) expect(t.why[why](lane)).toMatch(/Books/)
  })

  test('every brake names the system and how much', () => {
    for (const brake of brakes) {
      const said = t.brake[brake]({ count: 61, of: 412, records: 'X', system: 'Crm', field: 'Phone' })
      expect(said).toContain('Crm')
      expect(said).not.toContain('undefined')
    }
  })

  test('a system that shows less is told with what it still shows, not with what is gone', () => {
    const said = t.brake['side-emptied']({ count: 280, of: 300, records: 'X', system: 'Crm', field: null })
    expect(said.match(/\d+/g)).toEqual(['20', '300'])
  })

  test('what a brake counts over the day is told as that, so that nobody looks for it in the plan alone', () => {
    for (const brake of ['removals', 'more-than-usual', 'blanking', 'owners'] as const)
      expect(t.brake[brake]({ count: 61, of: 412, records: 'X', system: 'Crm', field: 'Phone' })).toMatch(/\b24\b/)
  })

  test('every note tells which system leads where one does', () => {
    expect(t.note['edited-although-locked'](names)).toContain('Books')
    expect(t.note['convert-in-books'](names)).toContain('Books')
  })

  test('the button that starts names its effect in numbers', () => {
    expect(t.setup.review.start(38, 211, 0)).toMatch(/38.*211.*0/)
  })

  test('one and many are told apart', () => {
    expect(t.state.attention(1)).not.toEqual(t.state.attention(7).replace('7', '1'))
    expect(t.state.attention(7)).toContain('7')
  })
})

test('what is used of a day’s calls reads as people say it', () => {
  const said = (locale: (typeof locales)[number], span: 'day' | 'hour') => {
    const f = formatter(locale, 'Europe/Paris')
    return texts(locale).usage.of(f.number(1_240), f.number(5_000), 'Xero', span)
  }
  expect(said('en', 'day')).toBe('1,240 of 5,000 calls to Xero today')
  expect(said('en', 'hour')).toBe('1,240 of 5,000 calls to Xero this hour')
  expect(said('fr', 'day')).toBe('1 240 sur 5 000 appels à Xero aujourd’hui')
  expect(said('es', 'day')).toBe('1240 de 5000 llamadas a Xero hoy')
})

test('a town that agrees or differs is told in its own gender', () => {
  const told = (locale: 'fr' | 'es') => {
    const { level, evidence } = texts(locale).pages.match
    return [level.equal(evidence.city), level.close(evidence.city), level.different(evidence.city)]
  }
  expect(told('fr')).toEqual(['ville identique', 'ville semblable', 'autre ville'])
  expect(told('es')).toEqual(['ciudad igual', 'ciudad similar', 'ciudad diferente'])
})

test('one record is counted as one, in words that agree with it', () => {
  const counted = (locale: (typeof locales)[number], n: number) => texts(locale).reconciliation.records(n, 'X')
  expect(locales.map((locale) => counted(locale, 1))).toEqual([
    '1 record counted, X.',
    '1 fiche comptée, X.',
    '1 registro contado, X.',
  ])
  expect([counted('fr', 0), counted('fr', 2)]).toEqual(['0 fiche comptée, X.', '2 fiches comptées, X.'])
  const unlocking = (locale: (typeof locales)[number]) => accountsTexts(locale).disconnect.unlocking(1)
  expect(locales.map(unlocking)).toEqual([
    '1 record is unlocked first; then the connection ends.',
    '1 fiche est d’abord déverrouillée, puis la connexion prend fin.',
    'Primero se desbloquea 1 registro; después termina la conexión.',
  ])
})
