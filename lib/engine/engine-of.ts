import { setTimeout as wait } from 'node:timers/promises'
import type { Room } from '../store/db'
import { operation } from '../store/operation'
import type { Engine } from './workshop'

/** How vendors are reached and how long things may take. */
export type Way = Pick<Engine, 'timings' | 'sleep' | 'allowPrivate' | 'fetch' | 'clientOf' | 'planBatch' | 'unpaced'>

const ofEnvironment = (): Way => ({ ...operation(), sleep: (ms) => wait(ms) })

/** A room with a way to vendors: the environment's, unless one is handed in (simulators in the same process). */
export const engineOf = (room: Room, way: Way = ofEnvironment()): Engine => ({
  db: room.db,
  tenant: room.tenant,
  actor: room.actor,
  role: room.role,
  now: room.now,
  newId: room.newId,
  emit: room.emit,
  ...way,
})
