import { NonRetriableError } from 'inngest'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { openDatabase, type Database } from '@/lib/store/db'
import { aStage, forgetAll, later, type Stage } from './kit'

const second = 1000
const hour = 3600 * second

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
    const narrow = { limit: 1, key: 'event.data.customer' }
    stage = await aStage(database, (inngest) => [
      inngest.createFunction(
        { id: 'narrow', retries: 0, concurrency: narrow, triggers: [{ event: 'go' }] },
        async ({ event, step }) => {
          await step.run('work', async () => {
            seen.push(`${String(event.data['customer'])} begins`)
            await new Promise((done) => setTimeout(done, 20))
            seen.push(`${String(event.data['customer'])} ends`)
          })
        },
      ),
    ])
    await stage.inngest.send(['a', 'a', 'a', 'b', 'b'].map((customer) => ({ name: 'go', data: { customer } })))
    await stage.executor.idle()
    const of = (customer: string) => seen.filter((each) => each.startsWith(customer))
    expect(of('a')).toEqual(Array(3).fill(['a begins', 'a ends']).flat())
    expect(of('b')).toEqual(Array(2).fill(['b begins', 'b ends']).flat())
    expect(seen.slice(0, 2).toSorted()).toEqual(['a begins', 'b begins'])
  })
})
