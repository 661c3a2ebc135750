import { randomUUID } from 'node:crypto'
import { hostname } from 'node:os'
import { inArray, isNotNull } from 'drizzle-orm'
import { executorTurns } from '@/drizzle/schema/executor'
import type { Desk } from './desk'

const living = new Set<string>()

/** Who holds a lease: machine, process, executor. A lease token is the owner and a random part. */
export function newOwner(): { readonly name: string; end(): void } {
  const name = `${encodeURIComponent(hostname())}/${process.pid}/${randomUUID()}`
  living.add(name)
  return { name, end: () => void living.delete(name) }
}

/** After a crash the leases of the dead process need not run out: a process of this machine that is gone holds nothing. */
export async function releaseDead(desk: Desk): Promise<void> {
  const held = await desk.tables
    .selectDistinct({ token: executorTurns.leaseToken })
    .from(executorTurns)
    .where(isNotNull(executorTurns.leaseToken))
  const dead = held.flatMap(({ token }) => (token !== null && ownerIsDead(token) ? [token] : []))
  if (dead.length === 0) return
  await desk.tables.update(executorTurns).set({ leaseUntil: 0 }).where(inArray(executorTurns.leaseToken, dead))
}

function ownerIsDead(token: string): boolean {
  const [host, pid, executor] = token.split('/')
  if (host !== encodeURIComponent(hostname())) return false
  if (Number(pid) === process.pid) return !living.has(`${host}/${pid}/${executor}`)
  return !processLives(Number(pid))
}

function processLives(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM'
  }
}
