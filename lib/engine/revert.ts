import type { Tx } from '../store/db'
import { integration as readIntegration } from '../store/integrations'
import { openRun } from '../store/runs'
import type { Engine } from './workshop'

/**
 * Begins an undo: a run of its own that takes `target` back, carried out like any other one (plan-undo, brake, apply). Returns its
 * id; whoever carries runs out opens it under that id. In the transaction that asked whether it may.
 */
export async function revert(
  tx: Tx,
  engine: Pick<Engine, 'tenant' | 'now' | 'newId' | 'actor'>,
  integration: string,
  target: string,
): Promise<string> {
  const id = engine.newId()
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
  return id
}
