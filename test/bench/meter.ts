import { readFileSync, readdirSync } from 'node:fs'

/** Milliseconds per clock tick of /proc: 100 ticks a second on every Linux that Node runs on. */
const tick = 10

/** CPU of a process with the children it has waited for, milliseconds. */
function cpuOf(pid: number | string): { readonly parent: number; readonly ms: number; readonly reaped: number } {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
  // The second column is the name in brackets and may hold anything.
  const columns = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  const at = (column: number): number => Number(columns[column - 3])
  return { parent: at(4), ms: (at(14) + at(15)) * tick, reaped: (at(16) + at(17)) * tick }
}

/** CPU of a server and all its backends, those that ended included. */
export function treeCpu(pid: number): number {
  const own = cpuOf(pid)
  const children = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map((name) => alive(name))
    .filter((each) => each?.parent === pid)
  return own.ms + own.reaped + children.reduce((sum, each) => sum + (each?.ms ?? 0), 0)
}

function alive(pid: string) {
  try {
    return cpuOf(pid)
  } catch (error) {
    if (error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ESRCH')) return null
    throw error
  }
}

/** Peak of this process's memory, MB: what the kernel saw, not what V8 admits. */
export function peakMemory(): number {
  const [, kilobytes] = /^VmHWM:\s+(\d+) kB/m.exec(readFileSync('/proc/self/status', 'utf8')) ?? []
  return Number(kilobytes) / 1024
}

export interface Cost {
  /** Milliseconds. */
  readonly wall: number
  readonly cpu: number
  /** MB, since the process began. */
  readonly peak: number
}

/** What some work of this process costs. */
export async function measured(work: () => Promise<void>): Promise<Cost> {
  const before = process.cpuUsage()
  const start = performance.now()
  await work()
  const { user, system } = process.cpuUsage(before)
  return { wall: performance.now() - start, cpu: (user + system) / 1000, peak: peakMemory() }
}
