import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { GET } from '@/app/embed/[install]/plan/[run]/csv/route'
import { post } from '@/lib/service/post'
import { mailbox, type Mailbox } from '../../sandbox/mailbox/mailbox'
import { corridor, type Corridor } from '../kit/corridor'
import { sharedDatabase } from '../kit/fresh-database'
import { signIn, signOut } from '../kit/jar'
import { answerAll, planned } from './kit'

vi.mock('next/headers', async () => (await import('../kit/jar')).headers)
vi.mock('@/inngest/client', () => ({ emit: async () => undefined }))

let house: Corridor
let box: Mailbox
let install: string
let run: string
beforeAll(async () => {
  box = await mailbox()
  house = await corridor({ db: await sharedDatabase() })
  await answerAll(house)
  run = await planned(house)
})
afterAll(() => box.close())
beforeEach(async () => {
  install = await signIn(house.desk, { name: 'ana', role: 'admin' })
})

const taken = (of: string, key = install) =>
  GET(new Request('http://localhost/'), { params: Promise.resolve({ install: key, run: of }) })

/** Subjects of the letters that arrive now. Pages go by the real clock, the house by its own. */
async function letters(): Promise<readonly string[]> {
  house.clock.advance(Math.max(0, Date.now() - house.clock.now()) + 1_000)
  const before = box.messages().length
  await post(house.desk, { url: box.url, from: 'Concord <alerts@concord.example>', dkim: null })
  return box
    .messages()
    .slice(0, box.messages().length - before)
    .map(({ subject }) => subject)
}

describe('the file of a plan', () => {
  test('that there is not is nobody’s news: no file, no letter', async () => {
    await letters()
    const answer = await taken('no-such-run')
    expect([answer.status, await answer.text()]).toEqual([404, ''])
    expect(await letters()).toEqual([])
  })

  test('of another organisation is as if there were none, for both of them', async () => {
    const other = await corridor({ db: house.db })
    await answerAll(other)
    const theirs = await planned(other)
    expect((await taken(theirs)).status).toBe(404)
    expect(await letters()).toEqual([])
  })

  test('goes out whole, and whoever administers learns of it', async () => {
    const answer = await taken(run)
    const lines = (await answer.text()).trim().split('\r\n')
    expect(answer.status).toBe(200)
    expect(lines[0]).toBe('Record,Kind,System,Change,Field,Before,After,Why')
    expect(lines.length).toBeGreaterThan(20)
    expect(await letters()).toEqual([expect.stringMatching(/exported/) as string])
  })

  test('is for nobody who is not signed in', async () => {
    signOut()
    expect((await taken(run)).status).toBe(401)
    expect(await letters()).toEqual([])
  })
})
