import { Buffer } from 'node:buffer'
import type { Clock } from '../kit/clock'
import { accountOf, create, merged } from './create'
import { amount, decimal, minus, plus } from '../kit/decimal'
import type { Dossier } from './dossier'
import { element } from './feed'
import type { Element } from './feed'
import type { Scope } from './gate'
import { etagOf } from './image'
import { isEntity } from './records'
import type { Doc, Entity, Json } from './records'
import type { Installation } from './routes'
import type { Row } from './table'
import type { Patch } from './validate'

/** What a person does in Sage itself and what an administrator does to the gateway; ids or codes name the records. */
export function admin(site: Installation, clock: Clock) {
  const dossier = (id: string): Dossier => {
    const found = site.dossiers.get(id)
    if (!found) throw new Error(`No dossier ${id}`)
    return found
  }
  return { ...people(dossier, clock), ...machine(site, dossier, clock) }
}

export type SageAdmin = ReturnType<typeof admin>

/** In Sage's own windows. */
function people(dossier: (id: string) => Dossier, clock: Clock) {
  return {
    /** Every record as Sage holds it, addresses of all types included; removed ones are left out. */
    list: (id: string, entity: Entity): readonly Element[] => here(dossier(id), entity).map(held),
    get: (id: string, entity: Entity, key: string): Element => held(rowOf(dossier(id), entity, key)),
    create(id: string, entity: Entity, fields: Patch): Element {
      const into = dossier(id)
      const owner = typeof fields.tiersId === 'string' ? ownerOf(into, fields.tiersId) : undefined
      const doc = create(into, entity, owner ? { tiersCode: owner.code, ...fields } : fields, clock.now())
      return element(rowOf(into, entity, doc.id))
    },
    edit: (id: string, entity: Entity, key: string, changes: Patch): Element =>
      edit(dossier(id), entity, key, changes, clock.now()),
    remove(id: string, entity: Entity, key: string): void {
      const { doc } = rowOf(dossier(id), entity, key)
      dossier(id).tables[entity].put(doc, 'removed', clock.now())
    },
    convert: (id: string, prospect: string, how: { readonly newCode?: string } = {}): Element =>
      convert(dossier(id), prospect, how.newCode, clock.now()),
    setContactType(id: string, contact: string, type: 'contact' | 'livraison' | 'facturation'): void {
      edit(dossier(id), 'contacts', contact, { typeAdresse: type }, clock.now())
    },
    /** Bytes, or their base64 over HTTP; null takes the picture away. */
    setImage(id: string, article: string, picture: Uint8Array | string | null): void {
      const bytes = typeof picture === 'string' ? Buffer.from(picture, 'base64') : picture
      const { doc } = rowOf(dossier(id), 'articles', article)
      dossier(id).images.set(doc.id, bytes)
      edit(dossier(id), 'articles', doc.id, { imageEtag: bytes ? etagOf(bytes) : null }, clock.now())
    },
    /** A payment on an invoice: the reglement and what stays due. */
    pay: (id: string, facture: string, montant: string): Element => pay(dossier(id), facture, montant, clock.now()),
  }
}

/** Beside Sage: locks, the network, the gateway's own state. */
function machine(site: Installation, dossier: (id: string) => Dossier, clock: Clock) {
  return {
    lock(id: string, retryAfterSeconds = 60): void {
      dossier(id).lockedFor = retryAfterSeconds
    },
    unlock(id: string): void {
      dossier(id).lockedFor = null
    },
    /** The administrator unticks the dossier in the gateway, or ticks it again. */
    disable(id: string): void {
      dossier(id).active = false
    },
    /** The administrator points the dossier at another one's folder: same address, same key, another firm. Its own name takes it back. */
    openInstead(id: string, other: string): void {
      site.instead.set(id, dossier(other).id)
    },
    enable(id: string): void {
      dossier(id).active = true
    },
    offline(reason: 'gateway_hors_ligne' | 'sage_ferme' = 'gateway_hors_ligne'): void {
      site.gate.closed = reason
    },
    online(): void {
      site.gate.closed = null
    },
    /** Above a half, the gateway refuses to read; up to a half, the records are really gone; 0 reads well again. */
    dropShare: (id: string, entity: Entity, share: number): void => dropShare(dossier(id), entity, share, clock.now()),
    expireCursors(): void {
      site.epoch += 1
    },
    changeMeta(id: string, entity: Entity, field: string, maxLength: number): void {
      dossier(id).lengths.set(`${entity}.${field}`, maxLength)
    },
    oldContract(version: string): void {
      site.contract = version
    },
    revokeKey(key: string): void {
      site.gate.keys.delete(key)
    },
    grantKey(key: string, scopes: readonly Scope[]): void {
      site.gate.keys.set(key, scopes)
    },
    liftLimits: (): void => site.gate.lift(),
    restoreLimits: (): void => site.gate.restore(),
  }
}

function rowOf(from: Dossier, entity: Entity, key: string): Row {
  // Entity names also come over the side channel, unchecked.
  if (!isEntity(entity)) throw new Error(`No entity ${String(entity)}`)
  const table = from.tables[entity]
  const row = [table.get(key), ...table.find('code', key)].find((each) => each && isHere(each))
  if (!row) throw new Error(`No ${entity} ${key} in ${from.id}`)
  return row
}

/** In Sage's own windows a delivery address shows all it holds; to the outside it is only said that it is none of theirs. */
const held = (row: Row): Element => element(row.state === 'outside' ? { ...row, state: 'live' } : row)

const isHere = (row: Row): boolean => row.state !== 'removed' && row.state !== 'converted'

function here(from: Dossier, entity: Entity): readonly Row[] {
  return [...from.tables[entity].all()].filter(isHere)
}

function ownerOf(from: Dossier, id: string): Doc | undefined {
  return from.tables.clients.get(id)?.doc ?? from.tables.prospects.get(id)?.doc
}

function edit(into: Dossier, entity: Entity, key: string, changes: Patch, now: number): Element {
  const { doc, state } = rowOf(into, entity, key)
  const next: Doc = { ...doc, ...merged(doc, changes), id: doc.id, modifieLe: new Date(now).toISOString() }
  const isContact = entity !== 'contacts' || next.typeAdresse === 'contact'
  into.tables[entity].put(next, isContact ? 'live' : state === 'never' ? 'never' : 'outside', now)
  if (next.code !== doc.code && (entity === 'clients' || entity === 'prospects')) renamed(into, next, now)
  return element(rowOf(into, entity, doc.id))
}

/** The new code of a third party shows on its addresses and its documents. */
function renamed(into: Dossier, tiers: Doc, now: number): void {
  for (const entity of ['contacts', 'factures'] as const) {
    const own = here(into, entity).filter((row) => row.doc.tiersId === tiers.id)
    for (const row of own) edit(into, entity, row.doc.id, { tiersCode: tiers.code }, now)
  }
}

function convert(into: Dossier, key: string, newCode: string | undefined, now: number): Element {
  const { prospects, clients } = into.tables
  const { doc } = rowOf(into, 'prospects', key)
  const code = newCode ?? doc.code
  const when = new Date(now).toISOString()
  const client: Doc = {
    ...doc,
    code,
    typeTiers: 'client',
    ancienCode: code === doc.code ? null : doc.code,
    compteComptable: accountOf(code),
    prospectConvertiLe: when,
    modifieLe: when,
  }
  prospects.put(doc, 'converted', now)
  clients.put(client, 'live', now)
  if (code !== doc.code) renamed(into, client, now)
  return element(rowOf(into, 'clients', doc.id))
}

function pay(into: Dossier, key: string, montant: string, now: number): Element {
  const { doc } = rowOf(into, 'factures', key)
  const paid = plus(decimal(String(doc.dejaRegle)), decimal(montant))
  const due = minus(decimal(String(doc.totalTTC)), paid)
  const imputations: Json = [{ factureId: doc.id, montant: amount(decimal(montant)) }]
  const { tiersId = null, devise = null } = doc
  const date = new Date(now).toISOString().slice(0, 10)
  create(
    into,
    'reglements',
    { tiersId, devise, date, mode: 'virement', montant: amount(decimal(montant)), imputations },
    now,
  )
  const statut = due.units > 0n ? 'partiellement_reglee' : 'reglee'
  return edit(into, 'factures', doc.id, { dejaRegle: amount(paid), resteDu: amount(due), statut }, now)
}

function dropShare(into: Dossier, entity: Entity, share: number, now: number): void {
  into.incomplete.delete(entity)
  if (share > 0.5) {
    into.incomplete.add(entity)
    return
  }
  const rows = here(into, entity).filter((row) => row.state === 'live')
  for (const row of rows.slice(0, Math.floor(rows.length * share))) into.tables[entity].put(row.doc, 'removed', now)
}
