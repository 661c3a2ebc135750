import { parse } from 'csv-parse/sync'
import { beforeEach, describe, expect, test, vi } from 'vitest'
import { z } from 'zod'
import { GET } from '@/app/embed/[install]/export/route'
import { GET as configurationOf } from '@/app/embed/[install]/settings/advanced/export/route'
import { exportAll, exportRecords } from '@/lib/service/export'
import { records } from '@/lib/service/records'
import { runNow } from '@/lib/service/run-now'
import { corridor, type Corridor } from '../kit/corridor'
import { sharedDatabase } from '../kit/fresh-database'
import { signIn } from '../kit/jar'
import { addSibling } from '../kit/set-up'
import { started, worked } from './kit'

vi.mock('next/headers', async () => (await import('../kit/jar')).headers)
vi.mock('@/inngest/client', () => ({ emit: async () => undefined }))

// Whole corridors are lived here, on machines that do other work, too.
vi.setConfig({ testTimeout: 120_000 })

let house: Corridor
beforeEach(async () => {
  house = await corridor({ db: await sharedDatabase() })
})

const whole = async <T>(lines: AsyncGenerator<T>): Promise<readonly T[]> => {
  const all: T[] = []
  for await (const line of lines) all.push(line)
  return all
}

describe('what is taken along', () => {
  test('is everything that is kept, one thing a line, and no secret', async () => {
    await started(house)
    const lines = await whole(exportAll(house.desk))
    const kinds = new Set(lines.map((line) => z.looseObject({ kind: z.string() }).parse(JSON.parse(line)).kind))
    expect([...kinds].sort()).toEqual(['history', 'integration', 'record', 'settings'])
    const text = lines.join('')
    for (const secret of [house.answers.crm.privateKey, house.answers.books.key]) expect(text).not.toContain(secret)
    const shown = (await records(house.desk, {})).rows.length
    expect(lines.filter((line) => line.includes('"kind":"record"')).length).toBeGreaterThanOrEqual(shown)
  })

  test('is an empty table before anything is set up', async () => {
    expect(await whole(exportRecords(house.desk))).toEqual([])
  })

  test('is a table with a line for every record, which tells table programs that it is UTF-8', async () => {
    await started(house)
    const install = await signIn(house.desk, { name: 'ana', role: 'admin' })
    const asked = new Request('http://localhost/?form=table')
    const answer = await GET(asked, { params: Promise.resolve({ install }) })
    const file = Buffer.from(await answer.arrayBuffer())
    expect([...file.subarray(0, 3)]).toEqual([0xef, 0xbb, 0xbf])
    const lines = z.array(z.array(z.string())).parse(parse(file, { bom: true }))
    const all = (await whole(exportAll(house.desk))).filter((line) => line.includes('"kind":"record"'))
    expect(lines.length).toBe(1 + all.length)
    expect(lines[0]?.slice(0, 3)).toEqual(['Company', 'Kind', 'Name'])
    expect(lines[1]?.[4]).toBe('In both, equal')
  })

  test('is a table of all companies, each record with its own', async () => {
    await started(house)
    const second = { ...house.desk, integration: await addSibling(house.desk) }
    await worked(runNow(second, {}))
    await house.carryOut()
    const taken = await whole(exportRecords(house.desk))
    expect(new Set(taken.map(({ company }) => company)).size).toBe(2)
    expect(new Set(taken.map(({ record }) => record.link)).size).toBe(taken.length)
  })

  test('is an administrator’s to take: whoever may only look gets no file, neither of records nor of the configuration', async () => {
    await started(house)
    const asked = async (role: 'admin' | 'viewer') => {
      const install = await signIn(house.desk, { name: role, role })
      const place = { params: Promise.resolve({ install }) }
      const files = [GET, configurationOf].map((file) => file(new Request('http://localhost/'), place))
      return (await Promise.all(files)).map(({ status }) => status)
    }
    expect(await asked('viewer')).toEqual([404, 404])
    expect(await asked('admin')).toEqual([200, 200])
  })
})
