import { execFile } from 'node:child_process'
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { sql } from 'drizzle-orm'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openDatabase } from '@/lib/store/db'
import { lockFolder } from '@/lib/store/lock'
import { rowsOf } from '@/lib/store/rows'

describe('a data folder', () => {
  let home: string
  beforeEach(async () => {
    home = await mkdtemp(join(tmpdir(), 'concord-lock-'))
  })
  afterEach(() => rm(home, { recursive: true, force: true }))

  it('belongs to one process at a time, and the refusal names it', async () => {
    const folder = join(home, 'data')
    const unlock = await lockFolder(folder)
    await expect(lockFolder(folder)).rejects.toThrow(`in use by process ${process.pid}`)
    await unlock()
    await (
      await lockFolder(folder)
    )()
    expect(await readdir(home)).toEqual([])
  })

  it('is not taken from a process that lives', async () => {
    const folder = join(home, 'data')
    await writeFile(`${folder}.lock`, `${process.ppid} \n`)
    await expect(lockFolder(folder)).rejects.toThrow(`in use by process ${process.ppid}`)
  })

  it('is taken over from one that died, by one starter only', async () => {
    const folder = join(home, 'data')
    const { stdout } = await promisify(execFile)(process.execPath, ['-p', 'process.pid'])
    await writeFile(`${folder}.lock`, `${stdout.trim()} 1\n`)
    const starts = await Promise.allSettled(Array.from({ length: 8 }, () => lockFolder(folder)))
    expect(starts.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    expect(await readFile(`${folder}.lock`, 'utf8')).toMatch(new RegExp(`^${process.pid} `))
  })

  it('is taken over when its process number was given to another process since', async () => {
    const folder = join(home, 'data')
    await writeFile(`${folder}.lock`, `${process.ppid} 1\n`)
    await (
      await lockFolder(folder)
    )()
  })

  it('keeps what was stored, and opens again after it was closed', async () => {
    const folder = join(home, 'deep', 'data')
    const first = await openDatabase(`pglite:${folder}`, { migrate: false })
    await first.drizzle.execute(sql`create table kept (n int8)`)
    await first.drizzle.execute(sql`insert into kept values (7)`)
    await expect(openDatabase(`pglite:${folder}`)).rejects.toThrow('in use')
    await first.close()
    const second = await openDatabase(`pglite:${folder}`, { migrate: false })
    expect(await rowsOf(second.drizzle, sql`select n from kept`)).toEqual([{ n: 7 }])
    await second.close()
  })

  it('an embedded database starts from the dump of another one', async () => {
    const first = await openDatabase('pglite:memory')
    const dump = await first.dump?.()
    await first.close()
    const statements: string[] = []
    const watch = (text: string) => void statements.push(text)
    const second = await openDatabase('pglite:memory', { watch, ...(dump ? { dump } : {}) })
    expect(statements.some((text) => text.startsWith('CREATE TABLE'))).toBe(false)
    await second.close()
  })

  it('an address that is no database is refused with a sentence', async () => {
    await expect(openDatabase('mysql://x')).rejects.toThrow('must start with postgres:// or pglite:')
  })
})
