import { spawn } from 'node:child_process'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'

test('A process killed in the middle of a step, twice, goes on where it was and repeats no finished step', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'concord-crash-'))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  const diary = join(folder, 'diary')
  await writeFile(diary, '')
  await lifeUntil(folder, diary, ['one', 'two'], 'start')
  await lifeUntil(folder, diary, ['one', 'two', 'two'])
  const whole = await lifeUntil(folder, diary, ['one', 'two', 'two', 'two', 'three', 'four', 'end'])
  expect(whole).toHaveLength(7)
}, 120_000)

/** Runs the app until its diary holds these lines, then kills it without warning. */
async function lifeUntil(
  folder: string,
  diary: string,
  lines: readonly string[],
  start = '',
): Promise<readonly string[]> {
  const args = ['--import', 'tsx', 'test/executor/crash-app.ts', join(folder, 'data'), diary, start]
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'inherit', 'inherit'] })
  const ended = new Promise((resolve) => child.once('exit', resolve))
  const read = async () => (await readFile(diary, 'utf8')).split('\n').filter(Boolean)
  await expect.poll(async () => (await read()).toSorted(), { timeout: 30_000, interval: 20 }).toEqual(lines.toSorted())
  child.kill('SIGKILL')
  await ended
  return read()
}
