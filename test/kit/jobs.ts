import { openRun } from '@/lib/engine/open'
import { advance } from '@/lib/engine/run'
import type { Engine } from '@/lib/engine/workshop'
import type { RunAsked } from '@/lib/model/context'
import type { Phase } from '@/lib/model/run'

/** Carries out what was asked for, in the order of asking, as the jobs would. Returns the runs that were opened. */
export async function carryOut(engine: Engine, events: RunAsked[], until?: Phase): Promise<readonly string[]> {
  const opened: string[] = []
  for (let event = events.shift(); event; event = events.shift()) {
    const own = { ...engine, actor: event.actor }
    const pass = await openRun(own, event.integration, event.trigger, event.run ?? engine.newId())
    if (!pass) continue
    opened.push(pass.run)
    let phase: Phase = 'open'
    while (phase !== 'closed' && phase !== until) {
      const step = await advance(own, pass)
      phase = step.phase
      if (step.waitMs > 0) await engine.sleep(step.waitMs)
    }
  }
  return opened
}
