import { advance, runToEnd } from '@/lib/engine/run'
import { openRun } from '@/lib/engine/open'
import type { Engine, Pass as Held } from '@/lib/engine/workshop'
import type { Trigger } from '@/lib/model/run'
import { giveUp } from '@/lib/engine/give-up'
import { ConnectorError } from '@/lib/model/problem'
import { isLeaseLost } from '@/lib/store/db'
import { run as readRun, type StoredRun } from '@/lib/store/runs'
import type { Act, Blow } from './act'
import { check, lastBusy, type Violation } from './check'
import { isDeed, type Fate } from './fate'
import { approve, approvedLeft, noteUndone } from './decisions'
import { carryOut } from './operators'
import { isAbort, worker, type Strike, type Worker } from './worker'
import { timings, world as makeWorld, type World } from './world'

export interface Lived {
  readonly violation: Violation | null
  readonly told: readonly string[]
}

/** Lives one history to its end, in `longest` seconds of this process's time at most, and looks whether every promise was kept. */
export async function live(fate: Fate, longest = 60): Promise<Lived> {
  const world = await makeWorld(fate.setting, longest)
  try {
    for (let pass = 0; pass < fate.passes; pass += 1) await livePass(world, fate, pass)
    const quiet = await quiesce(world)
    return { violation: await checkAll(world, quiet), told: world.told }
  } catch (error) {
    const text = error instanceof Error ? (error.stack ?? error.message) : String(error)
    return { violation: { invariant: 'crash', text }, told: world.told }
  }
}

const minute = 60_000

async function livePass(world: World, fate: Fate, pass: number): Promise<void> {
  for (const deed of fate.before(pass)) tell(world, pass, 'before the run', deed, await carryOut(world, deed))
  for (let undo = world.undone.runs.shift(); undo; undo = world.undone.runs.shift()) {
    world.told.push(`${pass}: undo`)
    await noteUndone(world, undo.target)
    await runAsJob(world, 'undo', strikeOf(world, world, fate, pass, { passed: 0 }), undo.id)
    await world.clock.forward(fate.gap(pass))
  }
  const points = { passed: 0 }
  for (const each of companiesOf(world)) {
    const approved = await approvedLeft(each)
    const how: Trigger = pass === 0 ? 'first' : approved ? 'approved' : fate.how(pass)
    world.told.push(`${pass}: run (${how})${each === world ? '' : ' of the other company'}`)
    await runAsJob(each, how, strikeOf(world, each, fate, pass, points))
    await world.clock.forward(fate.gap(pass))
  }
}

const companiesOf = (world: World): readonly World[] => (world.sibling ? [world, world.sibling] : [world])

function tell(world: World, pass: number, where: string, act: Act, done: boolean): void {
  const { do: what, ...rest } = act
  const facts = Object.entries(rest).map(([key, value]) => `${key} ${JSON.stringify(value)}`)
  world.done.push(what)
  world.told.push(`${pass}: ${where}: ${what} ${facts.join(', ')}${done ? '' : ' (impossible)'}`)
}

/** Counts the points of a run of one company and lets fate strike at them; another worker's whole life fits into one of them. */
function strikeOf(world: World, at: World, fate: Fate, pass: number, points: { passed: number }): Strike {
  let nested = false
  return async (self, place, seen, what) => {
    if (nested) return null
    const point = (points.passed += 1)
    const act = fate.at(pass, point, place, seen, what)
    // Both workers live in one process, whose sign-in and places at the vendor they share: who comes in between would wait for ever.
    if (!act || (meets.has(act.do) && / of budget$|\/login$/.test(what))) return null
    const where = `point ${point}, ${place === 'call' || place === 'begin' ? 'before' : 'after'} ${what}`
    if (isDeed(act)) {
      world.unseen.typed ||= act.do === 'type-in' || act.do === 'type-in-twice'
      tell(world, pass, where, act, await carryOut(world, act))
      return null
    }
    tell(world, pass, where, act, true)
    nested = true
    await strikeHard(at, self, act)
    nested = false
    return act
  }
}

/** Blows in which another worker does its work. */
const meets: ReadonlySet<Act['do']> = new Set(['taken-over', 'sibling-runs', 'delivered-twice'])

async function strikeHard(world: World, self: Worker, blow: Blow): Promise<void> {
  if (blow.do === 'crash') self.dead = blow
  if (blow.do === 'taken-over') {
    await world.clock.forward(timings.lease + 1)
    const other = await runToEnd(elsewhere(world), world.integration, 'schedule')
    // Before it has opened its run it holds nothing that could be taken over.
    world.working.stale ||= other !== null && world.working.now !== null
    if (!other) world.told.push('   (nobody could take over)')
  }
  if (blow.do === 'sibling-runs' && world.sibling)
    await runToEnd(elsewhere(world.sibling), world.sibling.integration, 'schedule')
  if (blow.do === 'delivered-twice' && world.working.now) await advance(elsewhere(world), world.working.now)
}

/** Another process has a pace of its own: it does not wait for the calls that this one has under way. */
const elsewhere = ({ engine }: World): Engine => ({ ...engine, unpaced: true })

/** What the job room does: opens the run, takes step after step, and repeats a step whose process failed. */
async function runAsJob(world: World, how: Trigger, strike: Strike, id = world.desk.newId()): Promise<void> {
  Object.assign(world.working, { now: null, stale: false })
  let self = worker(world, strike)
  let pass: Held | null = null
  for (let step = 0; step < 3_000; step += 1) {
    try {
      if (pass === null) {
        pass = await openRun(self.engine, world.integration, how, id)
        if (pass === null) return
        world.working.now = pass
      }
      const { phase, waitMs } = await advance(self.engine, pass)
      await world.clock.forward(waitMs)
      if (phase === 'closed') return
    } catch (error) {
      if (!self.dead && isLeaseLost(error)) return
      if (self.dead?.then === 'lease-runs-out') return world.clock.forward(timings.lease + 1)
      // A connection that Ana has ended cannot even be opened: the job fails for good, and its run is told so.
      if (!self.dead && error instanceof ConnectorError) return giveUp(world.engine, world.integration, id)
      if (!self.dead && !isAbort(error)) throw error
      if (self.dead) self = worker(world, strike)
    } finally {
      Object.assign(world.unguarded, { now: false, written: false })
    }
  }
  throw new Error('A run takes more than 3,000 steps')
}

export interface Quiet {
  readonly run: StoredRun
  readonly writes: readonly string[]
}

/** No more edits, no more faults: fair passes, each long after every settle time, back-off and lag. */
async function quiesce(world: World): Promise<ReadonlyMap<World, readonly Quiet[]>> {
  world.cast.calm()
  await world.clock.forward(120 * minute)
  const companies = companiesOf(world)
  for (const each of companies) for (const deed of each.cast.mended) await carryOut(each, deed)
  let quiet: (readonly Quiet[])[] = companies.map(() => [])
  for (let held = 0; quiet.some((own) => own.length <= lastBusy(world));) {
    const passes: Quiet[] = []
    for (const each of companies) passes.push(await nextFair(each))
    const asked = passes.some(({ run }) => run.result?.kind === 'held') && held++ < 5
    quiet = asked ? companies.map(() => []) : quiet.map((own, at) => [...own, ...passes.slice(at, at + 1)])
  }
  return new Map(companies.map((each, at) => [each, quiet[at] ?? []]))
}

/** A fair pass; what it is held by, somebody looks at and says yes to. */
async function nextFair(world: World): Promise<Quiet> {
  await world.clock.forward(world.cast.fairGap)
  const pass = await fairPass(world, 'schedule')
  if (pass.run.result?.kind === 'held' && (await approve(world)) > 0) await fairPass(world, 'approved')
  return pass
}

/** Each company by itself; what takes runs back comes last. */
async function checkAll(world: World, quiet: ReadonlyMap<World, readonly Quiet[]>): Promise<Violation | null> {
  for (const each of [...companiesOf(world)].reverse()) {
    const violation = await check({ ...each, typed: each.cast.typed() }, quiet.get(each) ?? [])
    if (violation) return violation
  }
  return null
}

async function fairPass(world: World, how: Trigger): Promise<Quiet> {
  world.simulators.crm.forgetCalls()
  world.simulators.books.forgetCalls()
  const held = await runToEnd(world.engine, world.integration, how)
  const run = held && (await world.within((tx) => readRun(tx, world.desk, held.run)))
  if (!run) throw new Error('Nobody could work although nobody is at work')
  const writes = [world.simulators.crm, world.simulators.books].flatMap((each) =>
    each
      .calls()
      .filter(({ method, path }) => world.cast.isWrite(method, path))
      .map(({ method, path, status }) => `${method} ${path} ${status}`),
  )
  world.told.push(
    `quiet run (${how}): ${run.result?.kind ?? 'no result'}, ${writes.length} writes ${writes.join(', ')}`,
  )
  return { run, writes }
}
