import { sql } from 'drizzle-orm'
import { addHints } from '@/lib/store/hints'
import { pause, resume } from '@/lib/store/integrations'
import { retryLinks } from '@/lib/store/retry'
import { rowsOf } from '@/lib/store/rows'
import type { Deed } from './act'
import { together } from './admins'
import { approve, takeBack } from './decisions'
import { change, mapped } from './rules'
import type { World } from './world'

/** Carries out a deed: a person's in the vendors' pages, an administrator's in ours, or the weather. */
export async function carryOut(world: World, deed: Deed): Promise<boolean> {
  const { clock } = world
  switch (deed.do) {
    case 'pause':
      await world.within((tx) => pause(tx, world.desk, world.integration, { id: 'ana', name: 'Ana' }))
      Object.assign(world.gate, { paused: true, passed: false })
      return true
    case 'resume':
      await world.within((tx) => resume(tx, world.desk, world.integration))
      world.gate.paused = false
      return true
    case 'switch':
      return change(world, (settings) => ({
        ...settings,
        switches: { ...settings.switches, [world.cast.creates]: deed.on },
      }))
    case 'map':
      return change(world, (settings) => mapped(settings, deed))
    case 'clock':
      await clock.forward(deed.ms)
      return true
    case 'our-clock':
      world.ours.ahead = Math.min(Math.max(world.ours.ahead + deed.ms, -mostWrong), mostWrong)
      world.ours.most = Math.max(world.ours.most, Math.abs(world.ours.ahead))
      return true
    case 'hint':
      return hint(world, deed)
    case 'approve':
      return (await approve(world)) > 0
    case 'retry':
      return (await retry(world)) > 0
    case 'undo':
      return takeBack(world, deed.nth)
    case 'together':
      return together(world, deed.presses)
    case 'clone':
      // Whoever copies a record has seen it first.
      await world.clock.forward(1_000)
      return world.cast.carryOut(world, deed)
    case 'search-lag':
      world.lag.ms = deed.ms
      world.unseen.typed ||= deed.ms > 0 && world.done.includes('type-in-twice')
      return world.cast.carryOut(world, deed)
    case 'type-in-twice':
      // What a search does not show yet was typed after we looked, as far as anybody can tell.
      world.unseen.typed ||= world.lag.ms > 0
      return world.cast.carryOut(world, deed)
    default:
      return world.cast.carryOut(world, deed)
  }
}

/** Nobody's clock is wrong by more than an hour for long. */
const mostWrong = 3_600_000

async function hint(world: World, { side, kind, nth, forged }: Extract<Deed, { do: 'hint' }>): Promise<boolean> {
  const rows = world.cast.rows(side, kind)
  const row = rows[rows.length === 0 ? 0 : nth % rows.length]
  if (!row && !forged) return false
  const entity = kind === 'contact' ? 'contact' : 'customer'
  const named = { side, entity, remoteId: forged ? `9${nth}${nth}9` : String(row?.id) } as const
  await world.within((tx) => addHints(tx, world.desk, world.integration, [named, named]))
  return true
}

/** What a vendor refused is looked at again; how many records that were. */
async function retry(world: World): Promise<number> {
  return world.within(async (tx) => {
    const rows = await rowsOf<{ id: string }>(
      tx,
      sql`select id from links where tenant_id = ${world.desk.tenant}
        and integration_id = ${world.integration} and reason in ('rejected', 'surprise') order by id`,
    )
    const ids = rows.map(({ id }) => id)
    return ids.length === 0 ? 0 : (await retryLinks(tx, world.desk, world.integration, ids)).length
  })
}
