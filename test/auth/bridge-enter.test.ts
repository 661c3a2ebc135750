import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { enterThrough, type Inside, type Posted } from '@/app/bridge/_enter'
import { launches } from '@/lib/connectors'
import { closures, refusals } from '@/lib/model/launch'
import { locales } from '@/lib/model/words'
import { launchTexts } from '@/lib/text/launch'
import { aFrame, answering } from './a-frame'

const origin = 'https://app.forcemanager.net'
const page = launches['sage-sales']?.bridge ?? { frames: [], home: '' }
const open = { location: '/embed/k#t=ticket' }
const context = (langISOInterface: string) => () => ({ platform: 'web', userData: { langISOInterface } })

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

/** A visit whose server answers these, one bearer after the other. */
async function visit(frame: ReturnType<typeof aFrame>, answers: readonly Posted[] = [open], known = page) {
  const posted: (readonly [token: string, origin: string])[] = []
  const entering = enterThrough(
    frame.inside,
    known,
    async (token, from) => {
      posted.push([token, from])
      return answers[posted.length - 1] ?? { refusal: null }
    },
    'en',
  )
  await vi.runAllTimersAsync()
  return { entrance: await entering, posted, names: frame.asked.map(({ name }) => name) }
}

const counted = () => {
  let made = 0
  return () => `bearer ${String((made += 1))}`
}

describe('whoever opens our page in the frame of the CRM', () => {
  test('comes in with the bearer that the CRM holds, named as the CRM names the window', async () => {
    const frame = aFrame(answering({ getContext: context('fr'), getToken: () => 'held' }))
    const { entrance, posted, names } = await visit(frame)
    expect(entrance).toEqual({ kind: 'open', location: open.location })
    expect(posted).toEqual([['held', origin]])
    expect(names).toEqual(['getContext', 'getToken'])
    expect(frame.asked[1]?.data).toEqual({ version: '0', guid: 'the-guid' })
  })

  test.each(['launch_expired', 'launch_replayed'] as const)(
    'asks for a new one, once, where the held one is %s',
    async (refusal) => {
      const next = counted()
      const frame = () => aFrame(answering({ getToken: () => 'held', getNewToken: next }))
      const renewed = await visit(frame(), [{ refusal }, open])
      expect(renewed).toMatchObject({
        entrance: { kind: 'open' },
        posted: [
          ['held', origin],
          ['bearer 1', origin],
        ],
      })
      const again = await visit(frame(), [{ refusal }, { refusal }, open])
      expect(again).toMatchObject({ entrance: { kind: 'closed', why: 'refused' } })
      expect(again.names.filter((name) => name === 'getNewToken')).toHaveLength(1)
    },
  )

  test.each([
    ['nothing', null],
    ['an empty text', ''],
    ['something else than a text', { token: 'x' }],
    ['an error', new Error('Not signed in')],
  ])('is asked for anew where the CRM hands out %s', async (_what, held) => {
    const { entrance, posted } = await visit(aFrame(answering({ getToken: () => held, getNewToken: () => 'new' })))
    expect(entrance).toMatchObject({ kind: 'open' })
    expect(posted).toEqual([['new', origin]])
  })

  test('stays outside where the CRM hands out none at all, and our server never hears of it', async () => {
    const { entrance, posted } = await visit(aFrame(answering({ getContext: context('es-ES') })))
    expect(entrance).toEqual({ kind: 'closed', why: 'refused', locale: 'es' })
    expect(posted).toEqual([])
  })

  test('reads why in the language of the CRM, and in that of the browser where the CRM does not say', async () => {
    const refused = [{ refusal: 'launch_signature' }] as const
    for (const [said, locale] of [
      ['fr', 'fr'],
      ['es-MX', 'es'],
      ['de-DE', 'en'],
    ] as const) {
      const frame = aFrame(answering({ getContext: context(said), getToken: () => 'held' }))
      expect((await visit(frame, refused)).entrance).toEqual({ kind: 'closed', why: 'refused', locale })
    }
    const frame = aFrame(answering({ getToken: () => 'held' }))
    expect((await visit(frame, refused)).entrance).toMatchObject({ locale: 'en' })
  })

  test('is told when the CRM never answers', async () => {
    const { entrance, names } = await visit(aFrame(() => undefined))
    expect(entrance).toEqual({ kind: 'closed', why: 'silent', locale: 'en' })
    expect(names).toEqual(['getContext', 'getToken'])
  })

  test('is told when the CRM falls silent over a new bearer', async () => {
    const answer = answering({ getToken: () => 'held' })
    const frame = aFrame((asked, say) => (asked.name === 'getNewToken' ? undefined : answer(asked, say)))
    expect((await visit(frame, [{ refusal: 'launch_expired' }])).entrance).toMatchObject({ why: 'silent' })
  })
})

describe('who is around us', () => {
  const asks = (place: Partial<Pick<Inside, 'location' | 'document'>>, known = page) =>
    visit(aFrame(answering({ getToken: () => 'held' }), place), [open], known)

  test('nobody: a page in a window of its own asks nobody', async () => {
    const alone = aFrame(() => undefined)
    const own = Object.assign(alone.inside, { postMessage: () => undefined })
    Object.assign(own, { parent: own })
    expect((await visit(alone)).entrance).toMatchObject({ kind: 'closed', why: 'outside' })
    expect(alone.targets).toEqual([])
  })

  test.each([
    ['a stranger', { location: { ancestorOrigins: ['https://evil.test'] } }],
    ['a stranger inside a page of the CRM', { location: { ancestorOrigins: ['https://evil.test', origin] } }],
    ['a stranger that only led here', { location: {}, document: { referrer: 'https://evil.test/x' } }],
  ])('%s: nothing is said to it', async (_who, place) => {
    const frame = aFrame(answering({ getToken: () => 'held' }), place)
    expect((await visit(frame)).entrance).toMatchObject({ kind: 'closed', why: 'foreign' })
    expect(frame.targets).toEqual([])
  })

  test('the CRM, as the browser tells, as the address that led here tells, or else where the CRM is at home', async () => {
    const told = [{ location: {}, document: { referrer: `${origin}/any/page?x=1` } }, { location: {} }]
    for (const place of told) expect((await asks(place)).posted).toEqual([['held', origin]])
  })

  test('another page of the CRM than the one that installed has no say over the page of an installation', async () => {
    const frames = ['https://eu.forcemanager.com']
    expect((await asks({}, { ...page, frames })).entrance).toMatchObject({ why: 'foreign' })
    expect((await asks({ location: {} }, { ...page, frames: [origin] })).posted).toEqual([['held', origin]])
  })
})

test('every refusal of ours has words of its own page, and none of them says who was expected', async () => {
  for (const refusal of Object.keys(refusals) as (keyof typeof refusals)[]) {
    const frame = aFrame(answering({ getToken: () => 'held', getNewToken: () => 'new' }))
    const { entrance } = await visit(frame, [{ refusal }, { refusal }])
    expect(entrance).toMatchObject({ kind: 'closed', why: expect.toBeOneOf([...closures]) as string })
  }
  for (const locale of locales) {
    const said = closures.map((why) => launchTexts(locale).bridge.closed[why]('Sage Sales Management'))
    expect(new Set(said.map(({ title }) => title)).size).toBe(closures.length)
    for (const { title, todo } of said) expect(`${title} ${todo}`).not.toMatch(/token|bearer|undefined| [;:!?]/)
  }
})
