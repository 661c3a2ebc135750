import type { Settings } from '@/lib/model/settings'
import { approve as approvePlan } from '@/lib/service/approve'
import type { Desk } from '@/lib/service/desk'
import { pause } from '@/lib/service/pause'
import { plan } from '@/lib/service/plan'
import { reject as rejectPlan } from '@/lib/service/reject'
import { resume } from '@/lib/service/resume'
import { retry } from '@/lib/service/retry'
import { integration as readIntegration } from '@/lib/store/integrations'
import type { Press } from './act'
import { takeBack, undecidedRows } from './decisions'
import { republish } from './rules'
import type { World } from './world'

/** Two administrators look at the same page and press at the same time; what comes of it is the store's to decide. */
export async function together(world: World, presses: readonly Press[]): Promise<boolean> {
  const shown = await plan(deskOf(world, 0))
  await world.clock.forward(1)
  const ways = presses.map((press) => before(world, press, shown?.run ?? null))
  const ready = await Promise.all(ways)
  const pressed = await Promise.all(ready.map((go, at) => go(deskOf(world, at))))
  await world.clock.forward(1)
  const now = await world.within((tx) => readIntegration(tx, world.desk, world.integration))
  Object.assign(world.gate, { paused: now?.pausedBy != null, passed: false })
  return pressed.some(Boolean)
}

type Go = (desk: Desk) => Promise<boolean>

const people = [
  { id: 'ana', name: 'Ana' },
  { id: 'ben', name: 'Ben' },
] as const

function deskOf({ desk, integration }: World, at: number): Desk {
  const person = people[at % people.length]
  return { ...desk, integration, ...(person ? { actor: { kind: 'person', ...person } } : {}) }
}

/** What is noted for the model when the page is shown; then the press itself. */
async function before(world: World, press: Press, run: string | null): Promise<Go> {
  switch (press) {
    case 'approve':
    case 'reject':
      return decide(world, press, run)
    case 'pause':
      return async (desk) => (await pause(desk, {})).ok
    case 'resume':
      return async (desk) => (await resume(desk, {})).ok
    case 'retry':
      return async (desk) => (await retry(desk, { links: 'all' })).ok
    case 'undo':
      return () => takeBack(world, 0)
    case 'switch-on':
    case 'switch-off':
      return () => republish(world, (settings) => switched(world, settings, press === 'switch-on'))
  }
}

async function decide(world: World, press: 'approve' | 'reject', run: string | null): Promise<Go> {
  const rows = await undecidedRows(world)
  if (run === null || rows.length === 0) return () => Promise.resolve(false)
  if (press === 'reject') {
    // Whoever says no keeps it apart: nothing is promised of it until somebody edits it again.
    for (const { link } of rows) world.undone.links.add(link)
    return async (desk) => (await rejectPlan(desk, { run })).ok
  }
  for (const { id, fingerprint } of rows) world.approved.set(id, fingerprint)
  return async (desk) => (await approvePlan(desk, { run })).ok
}

const switched = ({ cast }: World, settings: Settings, on: boolean): Settings => ({
  ...settings,
  switches: { ...settings.switches, [cast.creates]: on },
})
