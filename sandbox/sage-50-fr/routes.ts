import { json } from '../kit/server'
import type { Answer, Request } from '../kit/server'
import { imageOf } from './dossier'
import type { Dossier } from './dossier'
import { contentTypeOf, etagOf } from './image'
import { cursorOf, element, page, positionOf } from './feed'
import type { Gate } from './gate'
import { meta } from './meta'
import { isEntity } from './records'
import type { Entity } from './records'
import { invalid, refuse, unknown } from './refuse'
import { isWritable, post, put } from './writes'

export interface Installation {
  readonly dossiers: Map<string, Dossier>
  /** Dossiers whose folder the gateway does not open, and the one it opens instead. */
  readonly instead: Map<string, string>
  readonly gate: Gate
  contract: string
  /** Older cursors answer 410. */
  epoch: number
}

const DEFAULT_LIMIT = 100
const MAX_LIMIT = 200
const READ_EVERY = 5 * 60_000

/** Search parameters of the contract and the field each one reads. */
const SEARCHES: Readonly<Record<string, string>> = {
  code: 'code',
  siret: 'siret',
  tva: 'tvaIntra',
  email: 'email',
  ref: 'ref',
}

export function route(site: Installation, request: Request, now: number): Answer {
  const parts = partsOf(request.path)
  if (!parts || parts[0] !== 'v1') return unknown('Adresse inconnue.')
  const [, collection, id, entity, ...rest] = parts
  if (collection === 'status' && parts.length === 2) return readOnly(request) ?? status(site, now)
  if (collection !== 'dossiers') return unknown('Adresse inconnue.')
  if (id === undefined)
    return (
      readOnly(request) ??
      json(
        200,
        [...site.dossiers.keys()].flatMap((name) => described(name, opened(site, name))),
      )
    )
  if (site.gate.closed === 'sage_ferme') return refuse(503, 'sage_ferme', "Sage 50 n'est pas ouvert.")
  const dossier = opened(site, id)
  if (!dossier?.active) return refuse(404, 'dossier_inconnu', "Ce dossier n'est pas ouvert à la passerelle.")
  if (entity === undefined) return unknown('Adresse inconnue.')
  if (entity === 'meta' && rest.length === 0) return readOnly(request) ?? busy(dossier) ?? json(200, meta(dossier))
  if (!isEntity(entity)) return unknown('Entité inconnue.')
  return ofEntity(site, dossier, entity, rest, request, now)
}

function ofEntity(
  site: Installation,
  dossier: Dossier,
  entity: Entity,
  rest: readonly string[],
  request: Request,
  now: number,
): Answer {
  const [id, part, ...more] = rest
  if (more.length > 0) return unknown('Adresse inconnue.')
  if (part !== undefined) {
    if (entity === 'articles' && part === 'image')
      return readOnly(request) ?? busy(dossier) ?? picture(dossier, id, request)
    if (entity === 'factures' && part === 'pdf')
      return readOnly(request) ?? busy(dossier) ?? unknown('Pièce non archivée.')
    return unknown('Adresse inconnue.')
  }
  const verbs = ['GET', ...(id === undefined ? creates(entity) : changes(entity))]
  if (!verbs.includes(request.method)) return notAllowed(verbs)
  const held = busy(dossier)
  if (held) return held
  if (request.method === 'POST' && isWritable(entity)) return post(dossier, entity, request, now)
  if (request.method === 'PUT' && id !== undefined && (entity === 'prospects' || entity === 'contacts')) {
    return put(dossier, entity, id, request, now)
  }
  return id === undefined ? listed(site, dossier, entity, request) : one(dossier, entity, id)
}

const creates = (entity: Entity): readonly string[] => (isWritable(entity) ? ['POST'] : [])

const changes = (entity: Entity): readonly string[] => (entity === 'prospects' || entity === 'contacts' ? ['PUT'] : [])

function listed(site: Installation, dossier: Dossier, entity: Entity, request: Request): Answer {
  const names = [...request.query.keys()]
  const allowed = entity === 'clients' ? Object.keys(SEARCHES) : isWritable(entity) ? ['ref'] : []
  const search = names.find((name) => allowed.includes(name))
  const strange = names.find(
    (name) => name !== search && !(search === undefined && ['curseur', 'limite'].includes(name)),
  )
  if (strange !== undefined) return invalid('Paramètre inconnu ou de trop.', strange)
  if (search === undefined) return fed(site, dossier, entity, request.query)
  const found = dossier.tables[entity].find(SEARCHES[search] ?? search, request.query.get(search) ?? '')
  const elements = found.filter((row) => row.state === 'live').slice(0, MAX_LIMIT)
  return json(200, { elements: elements.map(element), curseur: '', encore: false })
}

function fed(site: Installation, dossier: Dossier, entity: Entity, query: URLSearchParams): Answer {
  const asked = query.get('limite') ?? String(DEFAULT_LIMIT)
  const limit = Number(asked)
  if (!/^\d+$/.test(asked) || limit < 1 || limit > MAX_LIMIT) return invalid(`De 1 à ${MAX_LIMIT}.`, 'limite')
  if (dossier.incomplete.has(entity)) {
    return refuse(
      503,
      'lecture_incomplete',
      'La dernière lecture a rendu moins de la moitié des enregistrements connus.',
    )
  }
  const table = dossier.tables[entity]
  const cursor = query.get('curseur') ?? ''
  const from = cursor === '' ? { seq: 0, since: table.head() } : positionOf(cursor, entity, site.epoch)
  if (from === 'invalid') return invalid('Curseur illisible.', 'curseur')
  if (from === 'expired')
    return refuse(410, 'curseur_expire', 'Curseur trop ancien : relire tout.', { champ: 'curseur' })
  const { elements, position, more } = page(table, from, limit)
  return json(200, { elements, curseur: cursorOf(entity, site.epoch, position), encore: more })
}

function one(dossier: Dossier, entity: Entity, id: string): Answer {
  const row = dossier.tables[entity].get(id)
  return row && row.state !== 'removed' && row.state !== 'never' ? json(200, element(row)) : unknown()
}

function picture(dossier: Dossier, id: string | undefined, request: Request): Answer {
  if (dossier.tables.articles.get(id ?? '')?.state !== 'live') return unknown()
  const bytes = imageOf(dossier, id ?? '')
  if (!bytes) return { status: 204 }
  const etag = etagOf(bytes)
  const known = (request.headers['if-none-match'] ?? '')
    .split(',')
    .map((each) => each.trim().replace(/^(W\/)?"|"$/g, ''))
  const headers = { etag: `"${etag}"` }
  if (known.includes(etag)) return { status: 304, headers }
  return { status: 200, headers: { ...headers, 'content-type': contentTypeOf(bytes) }, body: bytes }
}

function status(site: Installation, now: number): Answer {
  const isOpen = site.gate.closed === null
  const open = [...site.dossiers.values()].filter((each) => each.active && each.lockedFor === null)
  return json(200, {
    gatewayVersion: `${site.contract}.3`,
    contract: site.contract,
    sageVersion: '50.14.2',
    dossiersOuverts: isOpen ? open.map((each) => each.id) : [],
    moteurOk: isOpen,
    derniereLecture: new Date(now - (now % READ_EVERY)).toISOString(),
    horloge: new Date(now).toISOString(),
  })
}

/** A folder under the name that the gateway has for it. */
const opened = ({ dossiers, instead }: Installation, id: string): Dossier | undefined =>
  dossiers.get(instead.get(id) ?? id)

const described = (id: string, dossier: Dossier | undefined) =>
  dossier === undefined
    ? []
    : [
        {
          id,
          nom: dossier.content.nom,
          siren: dossier.content.siren,
          exercice: { debut: '2026-01-01', fin: '2026-12-31' },
          devise: 'EUR',
          actif: dossier.active,
        },
      ]

function busy(dossier: Dossier): Answer | undefined {
  if (dossier.lockedFor === null) return undefined
  const headers = { 'retry-after': String(dossier.lockedFor) }
  return refuse(409, 'dossier_occupe', 'Le dossier est en usage exclusif dans Sage.', { headers })
}

const readOnly = (request: Request): Answer | undefined => (request.method === 'GET' ? undefined : notAllowed(['GET']))

const notAllowed = (verbs: readonly string[]): Answer =>
  refuse(405, 'requete_invalide', "Le contrat n'a pas cette opération.", { headers: { allow: verbs.join(', ') } })

function partsOf(path: string): readonly string[] | undefined {
  try {
    return path.split('/').slice(1).map(decodeURIComponent)
  } catch (error) {
    if (error instanceof URIError) return undefined
    throw error
  }
}
