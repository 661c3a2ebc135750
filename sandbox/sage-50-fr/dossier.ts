import type { Entity } from './records'
import { table } from './table'
import type { Source, Table } from './table'

/** What a dossier holds when it is opened: the seed's or a folder's. */
export interface Content {
  readonly nom: string
  readonly siren: string | null
  /** The code rule: Sage makes the codes, or the person who enters a third party does. */
  readonly genere: boolean
  readonly sources: Readonly<Record<Entity, Source>>
  image(articleId: string): Uint8Array | null
}

export interface Remembered {
  readonly fingerprint: string
  readonly body: string
  readonly at: number
}

/** One company folder. The mutable parts are what an administrator, a person in Sage or a caller changes. */
export interface Dossier {
  readonly id: string
  readonly content: Content
  readonly tables: Readonly<Record<Entity, Table>>
  readonly images: Map<string, Uint8Array | null>
  /** Idempotency keys, oldest first. */
  readonly keys: Map<string, Remembered>
  /** Lengths changed by the administrator, by `entity.field`. */
  readonly lengths: Map<string, number>
  /** Entities of which the last read saw less than half. */
  readonly incomplete: Set<Entity>
  active: boolean
  /** Seconds that a refused caller is told to wait while somebody holds the dossier. */
  lockedFor: number | null
  readonly next: Record<'tiers' | Exclude<Entity, 'clients' | 'prospects'>, number>
  /** Next address number of third parties that got addresses since. */
  readonly addresses: Map<string, number>
}

export function dossier(id: string, content: Content): Dossier {
  const { sources } = content
  const firstProspect = sources.clients.count + 1
  return {
    id,
    content,
    tables: {
      clients: table(sources.clients),
      // Clients and prospects share one identity space: a conversion keeps the id.
      prospects: table(sources.prospects, firstProspect),
      contacts: table(sources.contacts),
      articles: table(sources.articles),
      factures: table(sources.factures),
      reglements: table(sources.reglements),
      representants: table(sources.representants),
    },
    images: new Map(),
    keys: new Map(),
    lengths: new Map(),
    incomplete: new Set(),
    active: true,
    lockedFor: null,
    next: {
      tiers: firstProspect + sources.prospects.count,
      contacts: sources.contacts.count + 1,
      articles: sources.articles.count + 1,
      factures: sources.factures.count + 1,
      reglements: sources.reglements.count + 1,
      representants: sources.representants.count + 1,
    },
    addresses: new Map(),
  }
}

export function newNumber(into: Dossier, entity: Entity): number {
  const space = entity === 'clients' || entity === 'prospects' ? 'tiers' : entity
  const number = into.next[space]
  into.next[space] = number + 1
  return number
}

export function imageOf(from: Dossier, articleId: string): Uint8Array | null {
  const changed = from.images.get(articleId)
  return changed === undefined ? from.content.image(articleId) : changed
}
