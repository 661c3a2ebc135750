import type { Champ } from './meta'
import type { Doc, Json } from './records'
import { invalid, no, refuse } from './refuse'
import type { Result } from './refuse'

export type Patch = Readonly<Record<string, Json>>
type Fields = Readonly<Record<string, unknown>>

const AMOUNT = /^\d{1,12}\.\d{2}$/
const COUNTRIES = new Intl.DisplayNames(['en'], { type: 'region', fallback: 'none' })

const SHAPES: Readonly<Record<string, (value: string) => boolean>> = {
  siren: (value) => /^\d{9}$/.test(value),
  siret: (value) => /^\d{14}$/.test(value),
  tvaIntra: (value) => /^[A-Z]{2}[A-Z0-9]{2,13}$/.test(value),
  email: (value) => /^[^\s@]+@[^\s@]+$/.test(value),
  'adresse.pays': (value) => /^[A-Z]{2}$/.test(value) && COUNTRIES.of(value) !== undefined,
}

export const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** The writable values of a body, in Sage's form; refused at the first field that Sage would refuse. */
export function validate(body: unknown, champs: readonly Champ[], current: Doc | null): Result<Patch> {
  if (!isFields(body)) return no(invalid('Le corps doit être un objet JSON.'))
  if (body.adresse !== undefined && !isFields(body.adresse)) return no(invalid('Objet attendu.', 'adresse'))
  const flat: Record<string, Json> = {}
  for (const champ of champs) {
    const given = at(body, champ.nom)
    const result = given === undefined ? absent(champ, current) : value(champ, given, current)
    if (!result.ok) return result
    if (result.value !== undefined) flat[champ.nom] = result.value
  }
  return { ok: true, value: nested(flat, current) }
}

type Checked = Result<Json | undefined>

function absent(champ: Champ, current: Doc | null): Checked {
  return champ.obligatoire && current === null ? missing(champ) : { ok: true, value: undefined }
}

function value(champ: Champ, given: unknown, current: Doc | null): Checked {
  if (champ.lectureSeule || (champ.nom === 'code' && current !== null)) {
    const same = current !== null && JSON.stringify(at(current, champ.nom)) === JSON.stringify(given)
    return same ? { ok: true, value: undefined } : no(invalid('Champ en lecture seule.', champ.nom))
  }
  if (champ.type === 'booleen') {
    return typeof given === 'boolean' ? { ok: true, value: given } : no(invalid('Booléen attendu.', champ.nom))
  }
  if (given !== null && typeof given !== 'string') return no(invalid('Texte attendu.', champ.nom))
  const kept = given === null ? '' : stripped(given)
  // With one value only there is nothing to choose, so nothing to empty.
  if (kept.trim() === '' && champ.valeurs?.length === 1) return { ok: true, value: undefined }
  if (kept.trim() === '') return champ.obligatoire ? missing(champ) : { ok: true, value: null }
  return wellFormed(champ, kept)
}

function wellFormed(champ: Champ, kept: string): Checked {
  if (champ.maxLength !== null && kept.length > champ.maxLength) {
    const message = `${champ.maxLength} caractères au plus, ${kept.length} reçus.`
    const details = [{ maxLength: champ.maxLength, longueur: kept.length }]
    return no(refuse(422, 'valeur_trop_longue', message, { champ: champ.nom, details }))
  }
  const known = champ.valeurs === null || champ.valeurs.includes(kept)
  const shaped = SHAPES[champ.nom]?.(kept) ?? (champ.type !== 'montant' || AMOUNT.test(kept))
  if (known && shaped) return { ok: true, value: kept }
  return no(refuse(422, 'valeur_inconnue', 'Valeur refusée par Sage.', { champ: champ.nom }))
}

const missing = (champ: Champ) =>
  no(refuse(422, 'champ_obligatoire', 'Ce champ est obligatoire.', { champ: champ.nom }))

/** Tabs and line ends break Sage's file imports: the gateway takes them out. */
const stripped = (given: string): string => given.replace(/[\t\r\n]+/g, ' ')

function at(fields: Fields, nom: string): unknown {
  const part = nom.split('.')[1]
  if (part === undefined) return fields[nom]
  return isFields(fields.adresse) ? fields.adresse[part] : undefined
}

function nested(flat: Patch, current: Doc | null): Patch {
  const top = Object.entries(flat).filter(([nom]) => !nom.includes('.'))
  const parts = Object.entries(flat).flatMap(([nom, kept]) =>
    nom.includes('.') ? [[nom.slice(8), kept] as const] : [],
  )
  if (parts.length === 0) return Object.fromEntries(top)
  const before = isJsonObject(current?.adresse) ? current.adresse : {}
  return { ...Object.fromEntries(top), adresse: { ...before, ...Object.fromEntries(parts) } }
}

const isJsonObject = (given: Json | undefined): given is { readonly [key: string]: Json } =>
  typeof given === 'object' && given !== null && !Array.isArray(given)
