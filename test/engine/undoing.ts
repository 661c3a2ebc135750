import { openRun } from '@/lib/engine/open'
import { revert } from '@/lib/engine/revert'
import { advance } from '@/lib/engine/run'
import type { Database } from '@/lib/store/db'
import { run as readRun, type StoredRun } from '@/lib/store/runs'
import { corridor, type Corridor } from '../kit/corridor'
import { next } from './kit'

export const few = { customers: 4, prospects: 2, contacts: 2, products: 1, invoices: 0, representants: 2 }

/** `deliveries`: how many processes are given each step, at the same time; `beforeIt` happens before what it planned is sent. */
export async function undo(
  house: Corridor,
  target: string,
  deliveries = 1,
  beforeIt: () => void = () => undefined,
): Promise<StoredRun> {
  const integration = await house.integration()
  const id = await house.within((tx) => revert(tx, house.engine, integration, target))
  const pass = await openRun(house.engine, integration, 'undo', id)
  if (!pass) throw new Error('Somebody else is at work')
  for (let phase = 'open'; phase !== 'closed';) {
    const [step] = await Promise.all(Array.from({ length: deliveries }, () => advance(house.engine, pass)))
    phase = step?.phase ?? 'closed'
    if (phase === 'apply') beforeIt()
    await house.engine.sleep(step?.waitMs ?? 0)
  }
  const run = await house.within((tx) => readRun(tx, house.desk, id))
  if (!run) throw new Error('The run is gone')
  return run
}

/** The undo of a first run of twelve clients, asked for more than a day later: more removals than a brake lets pass. */
export async function tooMuchAtOnce(db: Database) {
  const house = await corridor({ db, books: { size: { ...few, customers: 12 } }, crm: { size: 0 } })
  await house.setUp()
  const first = await house.runToEnd('first')
  house.clock.advance(25 * 3_600_000)
  await next(house)
  const undone = await undo(house, first.id)
  return { house, undone }
}
