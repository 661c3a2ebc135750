import type { OutboxRow } from '../model/run'
import type { Here, Tx } from '../store/db'
import { wakeLinks } from '../store/inbox'
import { linksById, savePlanned } from '../store/links'
import { keptApart } from '../sync/apart'

/** Remembers as wanted what these writes would have ended; a step back that is not wanted leaves everything as it is. */
export async function keepApart(tx: Tx, room: Here, rows: readonly OutboxRow[]): Promise<void> {
  const byLink = new Map<string, OutboxRow[]>()
  for (const row of rows.filter(({ why }) => why !== 'undone'))
    byLink.set(row.link, [...(byLink.get(row.link) ?? []), row])
  const links = await linksById(tx, room, [...byLink.keys()])
  await savePlanned(
    tx,
    room,
    links.map((link) => keptApart(link, byLink.get(link.id) ?? [])),
  )
  // What else a link waits for was no part of the answer: the next plan says it again.
  const waiting = links.filter(({ because }) => because !== null && because.reason !== 'kept-apart')
  await wakeLinks(
    tx,
    room,
    waiting.map(({ id }) => id),
  )
}
