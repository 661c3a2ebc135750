import { sql } from 'drizzle-orm'
import { openRun } from '@/lib/engine/open'
import { revert } from '@/lib/engine/revert'
import { inTenant } from '@/lib/store/db'
import { advance, runToEnd } from '@/lib/engine/run'
import { entriesIn, entryColumns } from '@/lib/store/journal'
import { run as readRun } from '@/lib/store/runs'
import { sides, type Side } from '@/lib/model/words'
import type { Kind } from './act'
import { broken, describe, kindsOf, spaceOf, type Found, type Violation } from './check'
import { shownIn } from './fields'
import { approve, lastWriter } from './decisions'
import type { Row } from './people'
import type { World } from './world'

type Rows = Readonly<Record<Side, Readonly<Record<Kind, readonly Row[]>>>>

/** I15: the last run that wrote is taken back: what it wrote and nobody touched since is as before, and nothing else moves. */
export async function undoable(found: Found): Promise<Violation | null> {
  const { world } = found
  const target = await lastWriter(world, 0)
  if (target === null) return null
  const before = rowsNow(found)
  await undo(world, target)
  const after = rowsNow(found)
  // A system that keeps values its own way and says so nowhere makes an edit of what is put back.
  const wrong = moved(found, target, before, after)
  return wrong ?? (world.setting.shouts || shares(found, target) ? null : await quiet(world))
}

/** What was taken back of a field that another record shares is news of that other record. */
const shares = ({ journal, world }: Found, target: string): boolean =>
  journal.some(
    ({ run, side, sets }) =>
      run === target && side !== null && sets.some(({ key }) => world.cast.promises.isShared(side, 'third', key)),
  )

const rowsNow = (found: Found): Rows => {
  const of = (side: Side) =>
    Object.fromEntries(
      found.world.cast.kinds.map((kind) => [
        kind,
        kindsOf(found).includes(kind) ? found.world.cast.rows(side, kind) : [],
      ]),
    ) as Rows[Side] // one entry per kind
  return { crm: of('crm'), books: of('books') }
}

async function undo(world: World, target: string): Promise<void> {
  const id = await inTenant(world.engine, (tx) => revert(tx, world.engine, world.integration, target))
  const pass = await openRun(world.engine, world.integration, 'undo', id)
  if (!pass) throw new Error('Nobody could work although nobody is at work')
  for (let phase = 'open'; phase !== 'closed';) {
    const step = await advance(world.engine, pass)
    phase = step.phase
    await world.clock.forward(step.waitMs)
  }
  const run = await world.within((tx) => readRun(tx, world.desk, id))
  if (run?.result?.kind === 'held' && (await approve(world)) > 0)
    await runToEnd(world.engine, world.integration, 'approved')
}

/** Every difference is one that taking back explains. */
function moved(found: Found, target: string, before: Rows, after: Rows): Violation | null {
  for (const side of sides)
    for (const kind of kindsOf(found))
      for (const row of before[side][kind]) {
        const now = after[side][kind].find(({ id }) => id === row.id)
        const wrong = wronglyMoved(found, target, side, kind, row, now)
        if (wrong) return broken('I15', `${describe(side, kind, row)}: ${wrong}`)
      }
  return null
}

function wronglyMoved(
  found: Found,
  target: string,
  side: Side,
  kind: Kind,
  row: Row,
  now: Row | undefined,
): string | null {
  const link = found.links.find((each) => each.space === spaceOf(kind) && each[side]?.id === row.id)
  const own = found.journal.filter(
    (entry) => entry.kind === 'written' && entry.run === target && entry.side === side && entry.link === link?.id,
  )
  const born = own.some(({ verb }) => verb === 'create')
  if (!now) return born ? null : `it went with the undo of ${target}`
  if (born) return null
  const { fields, promises } = found.world.cast
  for (const twin of fields[kind].filter(({ key }) => !promises.isShared(side, kind, key))) {
    const [held, holds] = [shownIn(twin, side, row), shownIn(twin, side, now)]
    const steps = own.flatMap(({ sets }) => sets.filter(({ key }) => key === twin.key))
    const plain = (value: unknown) => (typeof value === 'number' ? String(value) : twin.plain(value))
    const [only, second] = steps
    if (!only && held !== holds) return `${twin.key} was ${held}, is ${holds}, and was none of that run's`
    // What a system makes of a value its own way, and says so nowhere, cannot be told from what a person made of it.
    if (found.world.setting.shouts && twin.key === 'city') continue
    if (only && !second && plain(only.value) === held && holds !== plain(only.before))
      return `${twin.key} is ${holds} and was ${plain(only.before)} before that run`
  }
  return null
}

/** What Sage makes itself of a record that is put back, such as an address's next number, and the CRM is told. */
const madeThere: ReadonlySet<string> = new Set(['code', 'outstanding'])

/** Both sides stay as the undo left them; what Sage made of it itself is told once. */
async function quiet(world: World): Promise<Violation | null> {
  const first = await nextRun(world)
  const made = first.keys.length > 0 && first.keys.every((key) => madeThere.has(key))
  const { writes } = made ? await nextRun(world) : first
  return writes.length > 0 ? broken('I15', `after the undo a run still writes ${writes.join(', ')}`) : null
}

interface After {
  /** Calls that wrote; what had been refused is tried anew once its record moved (sync-engine.md, parked), and moves nothing. */
  readonly writes: readonly string[]
  /** Fields of what was written. */
  readonly keys: readonly string[]
}

async function nextRun(world: World): Promise<After> {
  world.simulators.crm.forgetCalls()
  world.simulators.books.forgetCalls()
  await world.clock.forward(7_200_000)
  const opened = await runToEnd(world.engine, world.integration, 'schedule')
  const writes = [world.simulators.crm, world.simulators.books].flatMap((each) =>
    each
      .calls()
      .filter(({ method, path, status }) => world.cast.isWrite(method, path) && status < 400)
      .map(({ method, path }) => `${method} ${path}`),
  )
  const entries = await world.within((tx) =>
    entriesIn(
      tx,
      sql`select ${entryColumns} from journal where tenant_id = ${world.desk.tenant} and run_id = ${opened?.run ?? ''}
        and kind = 'written'`,
    ),
  )
  return { writes, keys: entries.flatMap(({ sets }) => sets.map(({ key }) => key)) }
}
