import { text } from '@/lib/model/value'
import type { Catalogue } from './lines'
import type { Client } from './client'
import { ITEMS } from './resources'

const MOST = 100

/** All items by name, asked for once in a session and only where a line has to be told. */
export function catalogueOf(client: Client): () => Promise<Catalogue> {
  let asked: Promise<Catalogue> | null = null
  return () => {
    asked ??= listedItems(client).catch((error: unknown) => {
      asked = null
      throw error
    })
    return asked
  }
}

async function listedItems(client: Client): Promise<Catalogue> {
  const names = new Map<string, string>()
  const ids = new Map<string, string>()
  for (let page = 1; ; page += 1) {
    const { rows, more } = await client.list(ITEMS, { page: String(page), per_page: String(MOST) })
    for (const { itemid, name } of rows) {
      const tidy = text(name)
      if (name === null || tidy === null) continue
      names.set(String(itemid), name)
      // Lines are told by tidy names; an item of that very name goes before one that only has a space too many.
      if (name === tidy || !ids.has(tidy)) ids.set(tidy, String(itemid))
    }
    if (!more) return { idOf: (name) => ids.get(name) ?? null, nameOf: (id) => names.get(id) ?? null }
  }
}
