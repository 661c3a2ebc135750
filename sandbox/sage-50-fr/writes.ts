import { createHash } from 'node:crypto'
import type { Request, Answer } from '../kit/server'
import { json } from '../kit/server'
import { create, nextAddress } from './create'
import type { Dossier } from './dossier'
import { element, versionOf } from './feed'
import { champsOf } from './meta'
import type { Doc, Entity, Json } from './records'
import { invalid, no, refuse, unknown } from './refuse'
import type { Result } from './refuse'
import { isFields, validate } from './validate'
import type { Patch } from './validate'

export type Writable = 'clients' | 'prospects' | 'contacts'

export const isWritable = (entity: Entity): entity is Writable =>
  entity === 'clients' || entity === 'prospects' || entity === 'contacts'

const KEY_LIFE = 7 * 86_400_000
const LARGEST = 64 * 1024

export function post(into: Dossier, entity: Writable, request: Request, now: number): Answer {
  const key = request.headers['idempotency-key'] ?? ''
  if (key === '' || key.length > 255) return invalid('En-tête Idempotency-Key obligatoire.', 'Idempotency-Key')
  const body = bodyOf(request)
  if (!body.ok) return body.answer
  forgetOldKeys(into, now)
  const fingerprint = fingerprintOf(entity, body.value)
  const known = into.keys.get(key)
  if (known) return known.fingerprint === fingerprint ? created(known.body) : reused()
  const made = createChecked(into, entity, body.value, now)
  if (!made.ok) return made.answer
  const answer = JSON.stringify(element({ doc: made.value, state: 'live', seq: 0, at: now }))
  into.keys.set(key, { fingerprint, body: answer, at: now })
  return created(answer)
}

export function put(
  into: Dossier,
  entity: 'prospects' | 'contacts',
  id: string,
  request: Request,
  now: number,
): Answer {
  const table = into.tables[entity]
  const row = table.get(id)
  if (row?.state === 'converted') return outdated('Ce prospect est devenu client.')
  if (row?.state !== 'live') return unknown()
  const expected = request.headers['if-match']
  if (expected === undefined) return invalid('En-tête If-Match obligatoire.', 'If-Match')
  if (expected.replace(/^"|"$/g, '') !== versionOf(row)) return outdated('Modifié dans Sage depuis votre lecture.')
  const body = bodyOf(request)
  if (!body.ok) return body.answer
  const patch = validate(body.value, champsOf(into, entity), row.doc)
  if (!patch.ok) return patch.answer
  const changed = entity === 'contacts' ? moved(into, row.doc, patch.value) : { ok: true as const, value: patch.value }
  if (!changed.ok) return changed.answer
  const doc: Doc = { ...row.doc, ...changed.value }
  if (JSON.stringify(doc) !== JSON.stringify(row.doc)) {
    table.put({ ...doc, modifieLe: new Date(now).toISOString() }, 'live', now)
  }
  return json(200, element(table.get(id) ?? row))
}

function createChecked(into: Dossier, entity: Writable, body: unknown, now: number): Result<Doc> {
  const patch = validate(body, champsOf(into, entity), null)
  if (!patch.ok) return patch
  if (entity === 'contacts') {
    const owner = ownerOf(into, patch.value.tiersId)
    if (!owner.ok) return owner
    return { ok: true, value: create(into, entity, { ...patch.value, tiersCode: owner.value.code }, now) }
  }
  const { code } = patch.value
  if (typeof code === 'string') {
    if (!/^[A-Z0-9]+$/.test(code))
      return no(refuse(422, 'valeur_inconnue', 'Majuscules et chiffres.', { champ: 'code' }))
    const taken = takenBy(into, code)
    if (taken) return no(refuse(409, 'code_existe', 'Ce code est déjà pris.', { champ: 'code', details: [taken] }))
  }
  return { ok: true, value: create(into, entity, patch.value, now) }
}

function takenBy(into: Dossier, code: string): Json | undefined {
  const rows = [...into.tables.clients.find('code', code), ...into.tables.prospects.find('code', code)]
  const row = rows.find((each) => each.state === 'live')
  return row && { id: row.doc.id, code: row.doc.code, typeTiers: row.doc.typeTiers ?? null }
}

function ownerOf(into: Dossier, id: Json | undefined): Result<Doc> {
  const key = typeof id === 'string' ? id : ''
  const client = into.tables.clients.get(key)
  if (client?.state === 'live') return { ok: true, value: client.doc }
  if (into.tables.prospects.get(key)?.state === 'live') {
    return no(refuse(409, 'tiers_prospect', 'Le tiers est encore un prospect.', { champ: 'tiersId' }))
  }
  return no(refuse(422, 'valeur_inconnue', "Ce tiers n'existe pas.", { champ: 'tiersId' }))
}

/** A contact may change owner: Sage then gives it the next address number of the new one. */
function moved(into: Dossier, doc: Doc, patch: Patch): Result<Patch> {
  const owner = ownerOf(into, patch.tiersId ?? doc.tiersId)
  if (!owner.ok) return owner
  const { id, code } = owner.value
  if (id === doc.tiersId) return { ok: true, value: patch }
  const place = { tiersCode: code, code: `${code}-${doc.id}`, numeroAdresse: nextAddress(into, id) }
  return { ok: true, value: { ...patch, ...place } }
}

function bodyOf(request: Request): Result<unknown> {
  if (request.body.byteLength > LARGEST) return no(refuse(413, 'valeur_trop_longue', 'Corps trop grand.'))
  try {
    const value: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(request.body))
    return { ok: true, value }
  } catch (error) {
    return no(invalid(`JSON illisible : ${error instanceof Error ? error.message : String(error)}`))
  }
}

function forgetOldKeys(into: Dossier, now: number): void {
  for (const [key, { at }] of into.keys) {
    if (now - at <= KEY_LIFE) return
    into.keys.delete(key)
  }
}

const fingerprintOf = (entity: Entity, body: unknown): string =>
  createHash('sha256')
    .update(`${entity} ${JSON.stringify(sorted(body))}`)
    .digest('hex')

/** The order of keys in a JSON object says nothing. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted)
  if (!isFields(value)) return value
  return Object.fromEntries(
    Object.keys(value)
      .sort()
      .map((key) => [key, sorted(value[key])]),
  )
}

const created = (body: string): Answer => ({
  status: 201,
  headers: { 'content-type': 'application/json; charset=utf-8' },
  body,
})

const reused = () =>
  refuse(422, 'cle_reutilisee', 'Cette clé a déjà servi pour un autre corps.', { champ: 'Idempotency-Key' })

const outdated = (message: string) => refuse(412, 'version_depassee', message)
