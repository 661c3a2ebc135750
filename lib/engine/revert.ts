import { inTenant } from '../store/db'
import { integration as readIntegration } from '../store/integrations'
import { openRun } from '../store/runs'
import type { Engine } from './workshop'

/**
 * Begins an undo: a run of its own that takes `target` back, carried out like any other one (plan-undo, brake, apply). Returns its
 * id; whoever carries runs out opens it under that id.
 */
export async function revert(engine: Engine, integration: string, target: string): Promise<string> {
  const id = engine.newId()
  await inTenant(engine, async (tx) => {
    const found = await readIntegration(tx, engine, integration)
    if (!found) throw new Error(`There is no integration ${integration}`)
    await openRun(tx, engine, {
      id,
      integration,
      trigger: 'undo',
      actor: engine.actor,
      version: found.version,
      mark: target,
    })
  })
  return id
}
