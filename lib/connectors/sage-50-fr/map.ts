import { inForm, typeOf } from '@/lib/http/form'
import type { Form } from '@/lib/http/form'
import type { Company, Content, Field, Person } from '@/lib/model/connector'
import type { Fields, Flat, Line, Snapshot, Value } from '@/lib/model/record'
import { country, decimal, money, text } from '@/lib/model/value'
import type { Entity } from '@/lib/model/words'
import type { Article, Champ, Contact, Facture, Gone, Meta, Representant, Tiers } from './wire'

interface Column {
  readonly key: string
  /** Sage's name; a part of the address as `adresse.ville`. */
  readonly path: string
  readonly steps: readonly string[]
  readonly form: Form
  readonly type?: Field['type']
}

const column = (key: string, path: string, form: Form, type?: Field['type']): Column => ({
  key,
  path,
  steps: path.split('.'),
  form,
  ...(type ? { type } : {}),
})

const ADDRESS = [
  column('street', 'adresse.l1', 'text'),
  column('postcode', 'adresse.codePostal', 'text'),
  column('city', 'adresse.ville', 'text'),
  column('country', 'adresse.pays', 'country'),
]

const TIERS = [
  column('code', 'code', 'text'),
  column('name', 'raisonSociale', 'text'),
  column('vatNumber', 'tvaIntra', 'vat'),
  column('email', 'email', 'email'),
  column('phone', 'telephone', 'phone'),
  column('mobile', 'portable', 'phone'),
  column('fax', 'fax', 'phone'),
  column('website', 'siteWeb', 'text'),
  ...ADDRESS,
  column('street2', 'adresse.l2', 'text'),
  column('notes', 'notes', 'multiline'),
  column('salesRep', 'SALES_REP', 'text', 'person'),
  column('outstanding', 'soldeComptable', 'money'),
  column('x:siret', 'siret', 'text'),
  column('x:siren', 'siren', 'text'),
  column('x:naf', 'naf', 'text'),
]

/** The columns of each entity: reading, writing, refusals and the field screen all go by them. */
const COLUMNS: Readonly<Partial<Record<Entity, readonly Column[]>>> = {
  customer: TIERS,
  prospect: TIERS,
  contact: [
    column('code', 'code', 'text'),
    column('firstName', 'prenom', 'text'),
    column('lastName', 'nom', 'text'),
    column('email', 'email', 'email'),
    column('phone', 'telephone', 'phone'),
    column('mobile', 'portable', 'phone'),
    column('kind', 'typeAdresse', 'text'),
    ...ADDRESS,
  ],
  product: [
    column('code', 'code', 'text'),
    column('name', 'libelle', 'text'),
    column('description', 'description', 'multiline'),
    column('price', 'prixVenteHT', 'money'),
    column('cost', 'prixAchat', 'money'),
    column('barcode', 'codeBarres', 'text'),
    column('stock', 'stockReel', 'number'),
    column('active', 'actif', 'bool'),
    column('image', 'imageEtag', 'text', 'hash'),
  ],
  invoice: [
    column('number', 'numero', 'text'),
    column('invoiceId', 'id', 'text'),
    column('kind', 'typePiece', 'text'),
    column('date', 'date', 'date'),
    column('dueDate', 'dateEcheance', 'date'),
    column('state', 'statut', 'text'),
    column('currency', 'devise', 'text'),
    column('netTotal', 'totalHT', 'money'),
    column('taxTotal', 'totalTVA', 'money'),
    column('total', 'totalTTC', 'money'),
    column('paid', 'dejaRegle', 'money'),
    column('balance', 'resteDu', 'money'),
    column('salesRep', 'representant', 'text', 'person'),
  ],
}

const columnsOf = (entity: Entity): readonly Column[] => COLUMNS[entity] ?? []

export function tiersSnapshot(wire: Tiers): Snapshot {
  const entity = wire.typeTiers === 'client' ? 'customer' : 'prospect'
  const { l2, l3 } = wire.adresse
  // The third line has no place in a CRM: it follows the second one.
  return live(entity, wire, { street2: text(`${l2 ?? ''} ${l3 ?? ''}`) }, {})
}

export const contactSnapshot = (wire: Contact): Snapshot =>
  live(
    'contact',
    wire,
    {
      code: text(`${wire.tiersCode}|${wire.numeroAdresse}`),
      kind: wire.typeAdresse === 'contact' ? 'contact-address' : wire.typeAdresse,
    },
    { customer: wire.tiersId },
  )

export const articleSnapshot = (wire: Article): Snapshot =>
  live('product', wire, wire.gereEnStock ? {} : { stock: null }, {})

const KINDS = { facture: 'invoice', avoir: 'credit-note', acompte: 'deposit' } as const
const STATES = {
  brouillon: 'draft',
  validee: 'open',
  partiellement_reglee: 'partially-paid',
  reglee: 'paid',
  annulee: 'cancelled',
} as const

export const factureSnapshot = (wire: Facture): Snapshot => ({
  ...live(
    'invoice',
    wire,
    { kind: KINDS[wire.typePiece], state: STATES[wire.statut] },
    {
      customer: wire.tiersId,
    },
  ),
  lines: wire.lignes.map(lineOf),
})

const lineOf = (ligne: Facture['lignes'][number]): Line => ({
  fields: {
    description: text(ligne.designation),
    quantity: decimal(ligne.quantite),
    price: decimal(ligne.prixUnitaireHT),
    discount: decimal(ligne.remisePct),
    total: money(ligne.montantHT),
  },
  parents: ligne.articleId === null ? {} : { product: ligne.articleId },
})

/** A tombstone; null where it only says that a prospect is a client now, which the clients' feed tells better. */
export function goneSnapshot(entity: Entity, gone: Gone): Snapshot | null {
  const bare = { entity, id: gone.id, version: null, fields: {}, parents: {} }
  if ('horsPerimetre' in gone) return { ...bare, removed: false, leftFilter: true }
  return gone.converti ? null : { ...bare, removed: true }
}

export const isGone = (element: object): element is Gone =>
  'horsPerimetre' in element || ('supprime' in element && element.supprime === true)

export const personOf = ({ code, nom, prenom, email }: Representant): Person => ({
  // Invoices name their rep by its code.
  id: code,
  name: text(`${prenom ?? ''} ${nom}`) ?? code,
  email: text(email),
  active: true,
  administrator: false,
  branch: null,
})

export const companyOf = (dossier: { id: string; nom: string; siren: string | null; devise: string }): Company => ({
  id: dossier.id,
  name: text(dossier.nom) ?? dossier.id,
  currency: dossier.devise,
  detail: text(dossier.siren),
  // A dossier's id is the gateway's own word for a folder, which may hold another firm's books tomorrow.
  identity: text(dossier.siren) ?? text(dossier.nom) ?? dossier.id,
})

/** A write's fields as Sage names them; keys that Sage does not keep are not sent. */
export function bodyOf(entity: Entity, { fields, parents }: Content): Record<string, unknown> {
  const named = columnsOf(entity).flatMap(({ key, path }) =>
    key in fields ? [[path, fields[key] ?? null] as const] : [],
  )
  const parts = named
    .filter(([path]) => path.startsWith(INSIDE))
    .map(([path, value]) => [path.slice(INSIDE.length), value])
  const adresse = Object.fromEntries(parts) as Record<string, Value> // pairs made in the line above
  const third = 'l2' in adresse ? { l3: null } : {}
  return {
    ...Object.fromEntries(named.filter(([path, value]) => !path.startsWith(INSIDE) && !unsaid(path, value))),
    ...(parts.length > 0 ? { adresse: { ...adresse, ...third } } : {}),
    ...(entity === 'contact' && parents.customer !== undefined ? { tiersId: parents.customer } : {}),
  }
}

const INSIDE = 'adresse.'

/** Sage makes codes itself, counts address types in its own words and knows the balance. */
const unsaid = (path: string, value: Value): boolean =>
  path === 'typeAdresse' || path === 'soldeComptable' || (path === 'code' && value === null)

export function keyOf(entity: Entity, champ: string): string {
  if (champ === 'tiersId') return 'parent:customer'
  return columnsOf(entity).find(({ path }) => path === champ)?.key ?? `x:${champ}`
}

export function fieldsOf(entity: Entity, { champs, code }: Meta['entites'][string]): readonly Field[] {
  const byName = new Map(champs.map((champ) => [champ.nom, champ]))
  return columnsOf(entity).flatMap((each) => {
    const champ = byName.get(each.path)
    return champ ? [fieldOf(entity, each, champ, code?.genere === true)] : []
  })
}

function fieldOf(entity: Entity, { key, type, form }: Column, champ: Champ, codesAreMade: boolean): Field {
  return {
    key,
    label: champ.nom,
    type: type ?? typeOf(form),
    mandatory: champ.obligatoire && !champ.lectureSeule,
    readOnly: champ.lectureSeule || (key === 'code' && (codesAreMade || entity === 'contact')),
    ...(champ.maxLength === null ? {} : { maxLength: champ.maxLength }),
  }
}

/** The gateway takes tabs and line ends out of what it writes: they break Sage's own imports. */
export const normal = (entity: Entity, flat: Flat): Flat =>
  entity !== 'invoice' && typeof flat['notes'] === 'string' ? { ...flat, notes: text(flat['notes']) } : flat

interface Head {
  readonly id: string
  readonly version: string
  readonly ref: string | null
}

function live(entity: Entity, wire: Head & object, own: Fields, parents: Snapshot['parents']): Snapshot {
  const home = country(textAt(wire, HOME))
  const fields: Record<string, Value> = {}
  for (const { key, steps, form } of columnsOf(entity)) fields[key] = inForm(form, at(wire, steps), home)
  return {
    entity,
    id: wire.id,
    version: wire.version,
    fields: Object.assign(fields, own),
    parents,
    removed: false,
    ...(wire.ref === null ? {} : { marker: wire.ref }),
  }
}

const HOME = ['adresse', 'pays']

const textAt = (wire: object, steps: readonly string[]): string | null => {
  const found = at(wire, steps)
  return typeof found === 'string' ? found : null
}

/** Parsed by zod before, so that only the name can be wrong. */
function at(wire: object, steps: readonly string[]): unknown {
  let inside: unknown = wire
  for (const name of steps) {
    if (typeof inside !== 'object' || inside === null) return null
    inside = (inside as Readonly<Record<string, unknown>>)[name]
  }
  return inside
}
