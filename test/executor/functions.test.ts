import { NonRetriableError, RetryAfterError } from 'inngest'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { openDatabase, type Database } from '@/lib/store/db'
import { aStage, forgetAll, later, type Stage } from './kit'

const second = 1000
const minute = 60 * second
const hour = 60 * minute

let database: Database
let stage: Stage
let seen: string[]

beforeAll(async () => {
  database = await openDatabase('pglite:memory')
})
afterAll(() => database.close())
beforeEach(() => {
  seen = []
})
afterEach(async () => {
  await stage.close()
  await forgetAll(database)
})

describe('A function that is started', () => {
  test('by its schedule does its work for every customer, each minute', async () => {
    stage = await aStage(database, (inngest) => [
      inngest.createFunction({ id: 'tick', retries: 0, triggers: [{ cron: '* * * * *' }] }, async ({ step }) => {
        const due = await step.run('find', () => ['a', 'b', 'c'])
        await step.sendEvent(
          'fan out',
          due.map((integration: string) => ({ name: 'run.due', data: { integration } })),
        )
      }),
      inngest.createFunction({ id: 'run', retries: 0, triggers: [{ event: 'run.due' }] }, async ({ event, step }) => {
        await step.run('work', () => void seen.push(String(event.data['integration'])))
      }),
    ])
    await stage.executor.idle()
    expect(seen).toEqual([])
    await stage.pass(minute)
    expect(seen.sort()).toEqual(['a', 'b', 'c'])
    await stage.pass(minute)
    expect(seen).toHaveLength(6)
  })

  test('by a schedule that was missed for an hour runs once', async () => {
    const cron = (inngest: Stage['inngest']) => [
      inngest.createFunction({ id: 'tick', retries: 0, triggers: [{ cron: '* * * * *' }] }, async ({ step }) => {
        await step.run('note', () => void seen.push('tick'))
      }),
    ]
    stage = await aStage(database, cron)
    await stage.executor.idle()
    await stage.pass(hour)
    expect(seen).toEqual(['tick'])
  })

  test('by an event whose condition does not hold stays quiet', async () => {
    stage = await aStage(database, (inngest) => [
      inngest.createFunction(
        { id: 'big', retries: 0, triggers: [{ event: 'invoice', if: 'event.data.amount > 100' }] },
        async ({ event }) => void seen.push(String(event.data['amount'])),
      ),
    ])
    await stage.inngest.send([
      { name: 'invoice', data: { amount: 50 } },
      { name: 'invoice', data: { amount: 500 } },
    ])
    await stage.executor.idle()
    expect(seen).toEqual(['500'])
  })

  test('twice by the same event id runs once', async () => {
    stage = await aStage(database, (inngest) => [
      inngest.createFunction(
        { id: 'once', retries: 0, triggers: [{ event: 'go' }] },
        async () => void seen.push('ran'),
      ),
    ])
    const sent = await stage.inngest.send({ id: 'order-7', name: 'go' })
    expect(sent.ids).toEqual(['order-7'])
    await stage.inngest.send([
      { id: 'order-7', name: 'go' },
      { id: 'order-7', name: 'go' },
    ])
    await stage.executor.idle()
    expect(seen).toEqual(['ran'])
  })

  test('twice for the same customer runs once where it says so', async () => {
    stage = await aStage(database, (inngest) => [
      inngest.createFunction(
        { id: 'greet', retries: 0, idempotency: 'event.data.customer', triggers: [{ event: 'go' }] },
        async ({ event }) => void seen.push(String(event.data['customer'])),
      ),
    ])
    const go = (customer: string) => stage.inngest.send({ name: 'go', data: { customer } })
    await go('ann')
    await go('ann')
    await go('bob')
    await stage.executor.idle()
    expect(seen.sort()).toEqual(['ann', 'bob'])
  })
})

describe('A step that fails', () => {
  test('is tried again later and then succeeds, without repeating the steps before it', async () => {
    stage = await aStage(database, (inngest) => [
      inngest.createFunction({ id: 'flaky', retries: 3, triggers: [{ event: 'go' }] }, async ({ step }) => {
        await step.run('before', () => void seen.push('before'))
        await step.run('flaky', () => {
          seen.push('flaky')
          if (seen.length < 4) throw new Error('Sage does not answer')
        })
        await step.run('after', () => void seen.push('after'))
      }),
    ])
    await stage.inngest.send({ name: 'go' })
    await stage.executor.idle()
    expect(seen).toEqual(['before', 'flaky'])
    await stage.pass(9 * second)
    expect(seen).toEqual(['before', 'flaky'])
    await stage.pass(second)
    await stage.pass(30 * second)
    expect(seen).toEqual(['before', 'flaky', 'flaky', 'flaky', 'after'])
  })

  test('waits as long as the vendor asked for', async () => {
    stage = await aStage(database, (inngest) => [
      inngest.createFunction({ id: 'slow', retries: 1, triggers: [{ event: 'go' }] }, async ({ step, attempt }) => {
        await step.run('call', () => {
          seen.push(`attempt ${attempt}`)
          if (attempt === 0) throw new RetryAfterError('slow down', 120 * second)
        })
      }),
    ])
    await stage.inngest.send({ name: 'go' })
    await stage.executor.idle()
    await stage.pass(119 * second)
    expect(seen).toEqual(['attempt 0'])
    await stage.pass(second)
    expect(seen).toEqual(['attempt 0', 'attempt 1'])
  })

  test('every time ends in the function for failures, with the error and the event', async () => {
    stage = await aStage(database, (inngest) => [
      inngest.createFunction(
        {
          id: 'doomed',
          retries: 1,
          triggers: [{ event: 'go' }],
          onFailure: async ({ error, event }) =>
            void seen.push(`${error.message} of ${event.data.event.data.customer}`),
        },
        async ({ step, attempt }) => {
          await step.run('call', () => {
            seen.push(`attempt ${attempt}`)
            throw new Error('never works')
          })
        },
      ),
    ])
    await stage.inngest.send({ name: 'go', data: { customer: 'ann' } })
    await stage.executor.idle()
    await stage.pass(10 * second)
    expect(seen).toEqual(['attempt 0', 'attempt 1', 'never works of ann'])
  })

  test('for good is not tried again', async () => {
    stage = await aStage(database, (inngest) => [
      inngest.createFunction(
        { id: 'refused', retries: 5, triggers: [{ event: 'go' }], onFailure: async () => void seen.push('told') },
        async ({ step }) => {
          await step.run('call', () => {
            seen.push('call')
            throw new NonRetriableError('forbidden')
          })
        },
      ),
    ])
    await stage.inngest.send({ name: 'go' })
    await stage.executor.idle()
    await stage.pass(hour)
    expect(seen).toEqual(['call', 'told'])
  })

  test('may be caught by the function, which goes on', async () => {
    stage = await aStage(database, (inngest) => [
      inngest.createFunction({ id: 'careful', retries: 0, triggers: [{ event: 'go' }] }, async ({ step }) => {
        const outcome = await step
          .run('call', (): string => {
            throw new Error('no')
          })
          .catch((error: unknown) => `caught ${error instanceof Error ? error.message : ''}`)
        await step.run('note', () => void seen.push(outcome))
      }),
    ])
    await stage.inngest.send({ name: 'go' })
    await stage.executor.idle()
    expect(seen).toEqual(['caught no'])
  })
})

describe('A function that waits', () => {
  test('sleeps for a while, and until a moment', async () => {
    stage = await aStage(database, (inngest) => [
      inngest.createFunction({ id: 'sleeper', retries: 0, triggers: [{ event: 'go' }] }, async ({ step }) => {
        await step.sleep('nap', '90m')
        await step.run('up', () => void seen.push('up'))
        await step.sleepUntil('till', new Date(start + 3 * hour))
        await step.run('again', () => void seen.push('again'))
      }),
    ])
    const start = stage.clock.now()
    await stage.inngest.send({ name: 'go' })
    await stage.executor.idle()
    await stage.pass(hour)
    expect(seen).toEqual([])
    await stage.pass(hour / 2)
    expect(seen).toEqual(['up'])
    await stage.pass(1.5 * hour)
    expect(seen).toEqual(['up', 'again'])
  })

  test('for an event goes on with the one that matches, or without it when time is up', async () => {
    stage = await aStage(database, (inngest) => [
      inngest.createFunction({ id: 'patient', retries: 0, triggers: [{ event: 'asked' }] }, async ({ step, event }) => {
        const answer = await step.waitForEvent('answer', { event: 'answered', match: 'data.id', timeout: '1h' })
        await step.run('note', () => void seen.push(`${event.data['id']}: ${answer ? answer.data['says'] : 'nothing'}`))
      }),
    ])
    await stage.inngest.send(['x', 'y'].map((id) => ({ name: 'asked', data: { id } })))
    await stage.executor.idle()
    await stage.inngest.send({ name: 'answered', data: { id: 'other', says: 'no' } })
    await stage.inngest.send({ name: 'answered', data: { says: 'nobody' } })
    await stage.inngest.send({ name: 'answered', data: { id: 'x', says: 'yes' } })
    await stage.executor.idle()
    expect(seen).toEqual(['x: yes'])
    await stage.pass(hour)
    expect(seen).toEqual(['x: yes', 'y: nothing'])
  })

  test('for another function gets what it returns, or its failure', async () => {
    stage = await aStage(database, (inngest) => {
      const child = inngest.createFunction({ id: 'child', retries: 0, triggers: [] }, async ({ event, step }) => {
        const { number } = z.object({ number: z.number() }).parse(event.data)
        if (number === 13) throw new NonRetriableError('unlucky')
        return step.run('double', () => number * 2)
      })
      const parent = inngest.createFunction(
        { id: 'parent', retries: 0, triggers: [{ event: 'go' }] },
        async ({ step }) => {
          const doubled: unknown = await step.invoke('ask', { function: child, data: { number: 21 } })
          const failed: unknown = await step.invoke('ask 13', { function: child, data: { number: 13 } }).catch(String)
          await step.run('note', () => void seen.push(`${String(doubled)}, ${String(failed)}`))
        },
      )
      return [child, parent]
    })
    await stage.inngest.send({ name: 'go' })
    await stage.executor.idle()
    expect(seen).toEqual([expect.stringMatching(/^42, .*unlucky/)])
  })

  test('is cancelled by the event that names its customer, and only then', async () => {
    stage = await aStage(database, (inngest) => [
      inngest.createFunction(
        {
          id: 'cancellable',
          retries: 0,
          triggers: [{ event: 'installed' }],
          cancelOn: [{ event: 'uninstalled', match: 'data.tenant' }],
        },
        async ({ event, step }) => {
          await step.sleep('wait', '1d')
          await step.run('work', () => void seen.push(String(event.data['tenant'])))
        },
      ),
    ])
    await stage.inngest.send(['a', 'b'].map((tenant) => ({ name: 'installed', data: { tenant } })))
    await stage.executor.idle()
    await stage.inngest.send({ name: 'uninstalled', data: { tenant: 'a' } })
    await stage.pass(24 * hour)
    expect(seen).toEqual(['b'])
  })
})

describe('Steps side by side', () => {
  test('run at the same time, each once, and the function goes on after the last', async () => {
    const both = later<null>()
    stage = await aStage(database, (inngest) => [
      inngest.createFunction({ id: 'parallel', retries: 0, triggers: [{ event: 'go' }] }, async ({ step }) => {
        const [a, b] = await Promise.all([
          step.run('a', () => (seen.push('a'), both.promise.then(() => 'A'))),
          step.run('b', () => (seen.push('b'), both.resolve(null), 'B')),
          step.sleep('c', '10s'),
        ])
        await step.run('after', () => void seen.push(`${a}${b}`))
        await step.run('last', () => void seen.push('last'))
      }),
    ])
    await stage.inngest.send({ name: 'go' })
    await stage.executor.idle()
    expect(seen.sort()).toEqual(['a', 'b'])
    await stage.pass(10 * second)
    expect(seen).toEqual(['a', 'b', 'AB', 'last'])
  })

  test('in two chains do not hold each other up', async () => {
    stage = await aStage(database, (inngest) => [
      inngest.createFunction({ id: 'chains', retries: 0, triggers: [{ event: 'go' }] }, async ({ step }) => {
        await Promise.all([
          step.run('a1', () => void seen.push('a1')).then(() => step.run('a2', () => void seen.push('a2'))),
          step.sleep('long', '1h').then(() => step.run('b2', () => void seen.push('b2'))),
        ])
      }),
    ])
    await stage.inngest.send({ name: 'go' })
    await stage.executor.idle()
    expect(seen).toEqual(['a1', 'a2'])
    await stage.pass(hour)
    expect(seen).toEqual(['a1', 'a2', 'b2'])
  })

  test('of one customer queue up where the function says one at a time, those of others do not', async () => {
    let now = { a: 0, b: 0 }
    let most = { a: 0, b: 0 }
    stage = await aStage(database, (inngest) => [
      inngest.createFunction(
        {
          id: 'narrow',
          retries: 0,
          concurrency: { limit: 1, key: 'event.data.customer' },
          triggers: [{ event: 'go' }],
        },
        async ({ event, step }) => {
          const customer = event.data['customer'] === 'a' ? 'a' : 'b'
          await step.run('work', async () => {
            now = { ...now, [customer]: now[customer] + 1 }
            most = { ...most, [customer]: Math.max(most[customer], now[customer]) }
            seen.push(`${customer}${now.a + now.b}`)
            await new Promise((done) => setTimeout(done, 20))
            now = { ...now, [customer]: now[customer] - 1 }
          })
        },
      ),
    ])
    await stage.inngest.send(['a', 'a', 'a', 'b', 'b'].map((customer) => ({ name: 'go', data: { customer } })))
    await stage.executor.idle()
    expect(seen).toHaveLength(5)
    expect(most).toEqual({ a: 1, b: 1 })
    expect(seen.some((each) => each.endsWith('2'))).toBe(true)
  })
})
