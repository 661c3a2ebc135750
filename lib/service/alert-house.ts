import { randomUUID } from 'node:crypto'
import { clockOf } from '@/lib/auth/clock'
import { mailServer } from '@/lib/mail/send'
import type { LookAsked } from '@/lib/model/context'
import { database, type Room } from '@/lib/store/db'
import { watchedIntegrations } from '@/lib/store/recipients'
import { keepListening } from './keep-listening'
import { look } from './look'
import { post } from './post'

/** What the alert jobs do; everything they need is in the store. */
export type Looked = Pick<LookAsked, 'tenant' | 'integration'>

async function roomOf({ tenant }: Pick<Looked, 'tenant'>): Promise<Room> {
  const db = await database()
  const emit = () => Promise.resolve()
  return { db, tenant, actor: { kind: 'schedule' }, role: 'house', now: clockOf(db), newId: randomUUID, emit }
}

export const lookJob = async (asked: Looked): Promise<number> => look(await roomOf(asked), asked.integration)

/** The hour's turn of asking vendors anew to call us. */
export const listenJob = async (asked: Looked): Promise<number> => keepListening(await roomOf(asked), asked.integration)

export const postJob = async (asked: Pick<Looked, 'tenant'>): Promise<number | null> =>
  post(await roomOf(asked), mailServer())

/** Every integration at work, once an hour. The id makes one event of however many ticks of the same hour. */
export async function hourlyLooks(): Promise<readonly { readonly id: string; readonly event: LookAsked }[]> {
  const db = await database()
  const hour = Math.floor(clockOf(db)() / 3_600_000)
  return (await watchedIntegrations(db)).map(({ tenant, integration }) => ({
    id: `alerts:${integration}:${hour}`,
    event: { name: 'alerts.due', tenant, integration },
  }))
}
