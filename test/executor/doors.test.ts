import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest'
import { executorTurns } from '@/drizzle/schema/executor'
import { canonical, hashedKey, sign } from '@/lib/executor/sign'
import { openDatabase, type Database } from '@/lib/store/db'
import { aClient, aStage, eventKey, forgetAll, later, signingKey, type Stage } from './kit'

const otherKey = `signkey-test-${'6b'.repeat(32)}`

let database: Database
let stage: Stage

beforeAll(async () => {
  database = await openDatabase('pglite:memory')
})
afterAll(() => database.close())
afterEach(async () => {
  await stage.close()
  await forgetAll(database)
})

const greet = (seen: string[]) => (inngest: Stage['inngest']) => [
  inngest.createFunction({ id: 'greet', retries: 0, triggers: [{ event: 'go' }] }, async ({ step }) => {
    await step.run('greet', () => void seen.push('hello'))
  }),
]

async function post(url: string, body: unknown, headers: Record<string, string> = {}): Promise<number> {
  const answer = await fetch(url, { method: 'POST', body: JSON.stringify(body), headers })
  await answer.text()
  return answer.status
}

describe('The app', () => {
  const call = {
    version: 2,
    event: { name: 'go' },
    events: [],
    steps: {},
    ctx: { run_id: 'forged', fn_id: 'house-greet' },
  }

  test('runs nothing for a caller without the right signature', async () => {
    const seen: string[] = []
    stage = await aStage(database, greet(seen))
    await stage.executor.idle()
    const url = `${stage.appUrl}?fnId=house-greet&stepId=step`
    const signed = (key: string, at = Date.now()) => ({ 'x-inngest-signature': sign(canonical(call), key, at) })
    expect(await post(url, call)).toBe(401)
    expect(await post(url, call, signed(otherKey))).toBe(401)
    expect(await post(url, { ...call, steps: { x: 1 } }, signed(signingKey))).toBe(401)
    expect(await post(url, call, signed(signingKey, Date.now() - 10 * 60_000))).toBe(401)
    expect(seen).toEqual([])
  })

  test('that signs with another key is not taken in, and the operator is told why', async () => {
    stage = await aStage(database, greet([]), { appKey: otherKey })
    await vi.waitFor(() => expect(stage.warnings.join()).toMatch(/did not register .*same keys/))
  })
})

describe('The executor', () => {
  test('takes events and registrations only from who holds the keys', async () => {
    const seen: string[] = []
    stage = await aStage(database, greet(seen))
    await stage.executor.idle()
    const { url } = stage.executor
    expect(await post(`${url}/e/guessed`, { name: 'go' })).toBe(401)
    expect(await post(`${url}/fn/register`, { functions: [] })).toBe(401)
    expect(await post(`${url}/fn/register`, { functions: [] }, { authorization: `Bearer ${signingKey}` })).toBe(401)
    expect(await post(`${url}/v1/checkpoint/any/async`, {})).toBe(401)
    await stage.executor.idle()
    expect(seen).toEqual([])
    expect(await post(`${url}/e/${eventKey}`, { name: 'go' })).toBe(200)
    await stage.executor.idle()
    expect(seen).toEqual(['hello'])
  })

  test('refuses events that the real server would refuse', async () => {
    stage = await aStage(database, greet([]))
    await stage.executor.idle()
    const at = `${stage.executor.url}/e/${eventKey}`
    expect(await post(at, { name: 'go', data: { text: 'x'.repeat(600_000) } })).toBe(413)
    expect(await post(at, { name: 'inngest/function.failed' })).toBe(400)
    expect(await post(at, { data: {} })).toBe(400)
  })

  test('calls only the app it was started for, whatever address a registration names', async () => {
    const seen: string[] = []
    stage = await aStage(database, greet(seen))
    await stage.executor.idle()
    const runtime = { type: 'http', url: 'http://evil.example/api/inngest' }
    const steps = { step: { id: 'step', name: 'step', runtime, retries: { attempts: 0 } } }
    const functions = [{ id: 'house-greet', triggers: [{ event: 'go' }], steps }]
    const headers = { authorization: `Bearer ${hashedKey(signingKey)}` }
    expect(await post(`${stage.executor.url}/fn/register`, { url: runtime.url, functions }, headers)).toBe(200)
    await stage.inngest.send({ name: 'go' })
    await stage.executor.idle()
    expect(seen).toEqual(['hello'])
  })

  test('refuses a function that asks for what it lacks, with a sentence that names it', async () => {
    stage = await aStage(database, (inngest) => [
      inngest.createFunction(
        { id: 'late', retries: 0, debounce: { period: '5m' }, triggers: [{ event: 'go' }] },
        async () => undefined,
      ),
    ])
    const sentence = 'Function "house-late" is refused: the embedded executor has no "debounce"'
    await expect(stage.executor.idle()).rejects.toThrow(sentence)
    expect(stage.warnings).toEqual([`The app is not registered with the embedded executor: ${sentence}`])
    const answer = await fetch(`${stage.executor.url}/e/${eventKey}`, { method: 'POST', body: '{"name":"go"}' })
    expect(await answer.json()).toMatchObject({ status: 500, error: sentence })
  })

  test('stops a call whose turn was taken over, and keeps the result of the one that took it', async () => {
    const held = later<null>()
    const started = later<null>()
    const seen: string[] = []
    const slow = (name: string, wait: () => Promise<unknown>) => (inngest: Stage['inngest']) => [
      inngest.createFunction({ id: 'slow', retries: 0, triggers: [{ event: 'go' }] }, async ({ step }) => {
        const who = await step.run('first', async () => {
          await wait()
          return name
        })
        await step.run('second', () => void seen.push(`${name} knows of ${who}`))
      }),
    ]
    stage = await aStage(
      database,
      slow('old', () => (started.resolve(null), held.promise)),
    )
    await stage.executor.idle()
    await stage.inngest.send({ name: 'go' })
    await started.promise
    const other = await aStage(
      database,
      slow('new', () => Promise.resolve()),
      { clock: stage.clock },
    )
    await database.drizzle.update(executorTurns).set({ leaseUntil: 0 })
    await other.executor.idle()
    held.resolve(null)
    await stage.executor.idle()
    expect(seen).toEqual(['new knows of new'])
    await other.close()
  })
})

test('A client without an executor of its own keys says so when it sends', async () => {
  stage = await aStage(database, greet([]))
  await stage.executor.idle()
  const stranger = aClient(stage.executor.url)
  stranger.setEnvVars({})
  await expect(stranger.send({ name: 'inngest/reserved' })).rejects.toThrow(/reserved/)
})
