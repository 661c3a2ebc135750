import { randomUUID } from 'node:crypto'
import { link, readFile, rename, unlink, writeFile } from 'node:fs/promises'

const opened = Symbol.for('concord.locked')
type Shared = typeof globalThis & { [opened]?: Set<string> }

/**
 * Claims a PGlite folder for this process; two processes on one folder silently lose rows. The claim is a file
 * beside the folder with our pid and start; it is taken over only from a process that is no more.
 */
export async function lockFolder(folder: string): Promise<() => Promise<void>> {
  const path = `${folder.replace(/\/+$/, '')}.lock`
  const shared: Shared = globalThis
  const mine = (shared[opened] ??= new Set())
  for (let attempt = 0; attempt < 20; attempt++) {
    if (await claim(path)) {
      mine.add(path)
      return async () => {
        mine.delete(path)
        await unlink(path)
      }
    }
    const holder = await readHolder(path)
    if (!holder) continue
    const lives = holder.pid === process.pid ? mine.has(path) : await isAlive(holder)
    if (lives)
      throw new Error(
        `The data folder ${folder} is in use by process ${holder.pid}. Stop it, or choose another DATA_DIR.`,
      )
    await removeStale(path, holder.text)
  }
  throw new Error(`The data folder ${folder} could not be claimed: ${path} keeps coming back.`)
}

/** Written aside and linked into place, so that no one ever reads half a claim. */
async function claim(path: string): Promise<boolean> {
  const aside = `${path}.${randomUUID()}`
  await writeFile(aside, `${process.pid} ${await startOf(process.pid)}\n`)
  try {
    await link(aside, path)
    return true
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false
    throw error
  } finally {
    await unlink(aside)
  }
}

interface Holder {
  readonly pid: number
  readonly start: string
  readonly text: string
}

async function readHolder(path: string): Promise<Holder | null> {
  try {
    const text = await readFile(path, 'utf8')
    const [pid = '', start = ''] = text.trim().split(' ')
    return { pid: Number(pid) || 0, start, text }
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return null
    throw error
  }
}

/** A pid that was given to another process since is told by its start time, where the system shows it. */
async function isAlive(holder: Holder): Promise<boolean> {
  if (holder.pid === 0) return false
  try {
    process.kill(holder.pid, 0)
  } catch (error) {
    if (codeOf(error) === 'ESRCH') return false
    if (codeOf(error) !== 'EPERM') throw error
  }
  const start = await startOf(holder.pid)
  return start === '' || holder.start === '' || start === holder.start
}

/** Start time of a process from /proc (field 22, after the name in brackets); empty where there is no /proc. */
async function startOf(pid: number): Promise<string> {
  try {
    const stat = await readFile(`/proc/${pid}/stat`, 'utf8')
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? ''
  } catch (error) {
    if (codeOf(error) === 'ENOENT' || codeOf(error) === 'ESRCH') return ''
    throw error
  }
}

/** Moves the dead claim aside in one step; if another starter was faster and this is its live claim, puts it back. */
async function removeStale(path: string, text: string): Promise<void> {
  const aside = `${path}.${randomUUID()}`
  try {
    await rename(path, aside)
    if ((await readFile(aside, 'utf8')) !== text) await link(aside, path)
    await unlink(aside)
  } catch (error) {
    if (codeOf(error) !== 'ENOENT' && codeOf(error) !== 'EEXIST') throw error
  }
}

const codeOf = (error: unknown): string | undefined =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined
