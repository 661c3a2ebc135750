import { InngestTestEngine } from '@inngest/test'
import { afterEach, expect, test, vi } from 'vitest'
import { leave } from '@/inngest/leave'
import * as jobs from '@/lib/service/end-connection'

vi.mock('@/lib/service/end-connection')
afterEach(() => {
  vi.resetAllMocks()
})

const ended = { tenant: 'tenant', connection: 'crm', version: 1, unlock: ['first', 'second'] }

const nights = () =>
  ended.unlock.flatMap((integration) =>
    Array.from({ length: 30 }, (_, at) => ({ id: `silent:${integration}:${at}`, handler: () => null })),
  )

/** Does the job to its end; nobody sleeps. */
async function left() {
  vi.mocked(jobs.handBackJob).mockResolvedValue(true)
  vi.mocked(jobs.destroyJob).mockResolvedValue(true)
  const events = [{ name: 'connection.ended', data: ended }] as const
  return new InngestTestEngine({ function: leave, events: [...events], steps: nights() }).execute()
}

test('a CRM that stays silent keeps nobody from leaving: after a day what we hold is destroyed all the same', async () => {
  vi.mocked(jobs.unlockJob).mockResolvedValue('later')
  expect((await left()).result).toEqual({ destroyed: true })
  expect(vi.mocked(jobs.unlockJob).mock.calls.filter(([, integration]) => integration === 'first')).toHaveLength(24)
  expect(jobs.closeJob).toHaveBeenCalledOnce()
})

test('a CRM that answers again is unlocked from where it stopped', async () => {
  const done = (after: string | null) => ({ after, unlocked: 1, refused: 0 })
  vi.mocked(jobs.unlockJob)
    .mockResolvedValueOnce(done('a'))
    .mockResolvedValueOnce('later')
    .mockResolvedValueOnce(done('b'))
    .mockResolvedValue(done(null))
  expect((await left()).error).toBeUndefined()
  const asked = vi.mocked(jobs.unlockJob).mock.calls.map(([, integration, after]) => [integration, after])
  expect(asked).toEqual([
    ['first', ''],
    ['first', 'a'],
    ['first', 'a'],
    ['first', 'b'],
    ['second', ''],
  ])
})
