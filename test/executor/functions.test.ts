import { NonRetriableError, RetryAfterError } from 'inngest'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { openDatabase, type Database } from '@/lib/store/db'
import { aStage, forgetAll, type Stage } from './kit'

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
            void seen.push(`${error.message} of ${JSON.stringify(event.data.event.data)}`),
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
    expect(seen).toEqual(['attempt 0', 'attempt 1', 'never works of {"customer":"ann"}'])
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
