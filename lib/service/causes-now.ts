import { connectorOf } from '@/lib/connectors'
import { degraded } from '@/lib/mail/degraded'
import { expiring } from '@/lib/mail/expiring'
import { missed } from '@/lib/mail/missed'
import type { Cause } from '@/lib/model/alert'
import { consequence } from '@/lib/model/problem'
import { causeCounts } from '@/lib/store/causes'
import { connection } from '@/lib/store/connections'
import type { Room, Tx } from '@/lib/store/db'
import { askedHold } from '@/lib/store/holds'
import { publishedSettings, type Integration } from '@/lib/store/integrations'
import { linksById } from '@/lib/store/links'
import { busyRuns, lastRuns } from '@/lib/store/runs'
import { consentOf } from '@/lib/store/tokens'
import { title } from '@/lib/sync/title'

/** Runs that met a record, among which one of some size is looked for. */
const looksBack = 200

/** Everything about an integration that people are told of by mail, as it stands. What a person wanted is no error. */
export async function causesNow(tx: Tx, room: Room, integration: Integration): Promise<readonly Cause[]> {
  const records = await recordCauses(tx, room, integration.id)
  return [
    ...(await tooMany(tx, room, integration.id, records)),
    ...records,
    ...(await schedule(tx, room, integration)),
    ...(await ending(tx, room, integration)),
    ...(await heldPlan(tx, room, integration.id)),
  ]
}

async function recordCauses(tx: Tx, room: Room, integration: string): Promise<readonly Cause[]> {
  const counted = (await causeCounts(tx, room, integration)).filter(({ reason }) => reason !== 'kept-apart')
  const links = await linksById(
    tx,
    room,
    counted.flatMap(({ first }) => first),
  )
  const names = new Map(links.map((link) => [link.id, title(link)]))
  return counted.map(({ entity, reason, field, side, count, first }) => ({
    about: { kind: 'records', entity, reason, field, side },
    count,
    sample: first.flatMap((link) => names.get(link) ?? []),
  }))
}

/** Told before its causes: how much of a run they are together. */
async function tooMany(tx: Tx, room: Room, id: string, records: readonly Cause[]): Promise<readonly Cause[]> {
  const parked = records.reduce((sum, { count }) => sum + count, 0)
  const found = parked === 0 ? null : degraded(await busyRuns(tx, room, id, looksBack), parked)
  return found ? [alone(found)] : []
}

async function schedule(tx: Tx, room: Room, integration: Integration): Promise<readonly Cause[]> {
  const { id, stopped, pausedBy, nextDueAt, version, settings } = integration
  if (pausedBy) return []
  if (stopped && consequence[stopped.problem.kind] === 'stop-and-ask')
    return [alone({ kind: 'signed-out', vendor: stopped.vendor, problem: stopped.problem })]
  const { every } = (await publishedSettings(tx, room, id, version)) ?? settings
  const found = missed({ runs: await lastRuns(tx, room, id, 20), dueAt: nextDueAt, every, now: room.now() })
  return found ? [alone(found)] : []
}

/** Sign-ins that end soon, whatever is done with them. */
async function ending(tx: Tx, room: Room, { crmConnection, booksConnection }: Integration): Promise<readonly Cause[]> {
  const causes: Cause[] = []
  for (const id of [crmConnection, booksConnection]) {
    const found = await connection(tx, room, id)
    const consent = await consentOf(tx, room, id)
    if (!found || !consent || consent.refusedAt !== null) continue
    const { auth } = connectorOf(found.vendor)
    const idle = auth.kind === 'oauth' && auth.idleSeconds !== null ? auth.idleSeconds * 1000 : null
    const about = expiring(found.vendor, consent.refreshUntil, idle, room.now())
    if (about) causes.push(alone(about))
  }
  return causes
}

async function heldPlan(tx: Tx, room: Room, integration: string): Promise<readonly Cause[]> {
  const found = await askedHold(tx, room, integration)
  if (!found) return []
  const { run, ...hold } = found
  return [alone({ kind: 'held', run, hold })]
}

const alone = (about: Cause['about']): Cause => ({ about, count: 1, sample: [] })
