import { json } from '../kit/server'
import type { Answer } from '../kit/server'
import type { Json } from './records'

export type Code =
  | 'requete_invalide'
  | 'cle_invalide'
  | 'droit_insuffisant'
  | 'inconnu'
  | 'dossier_inconnu'
  | 'code_existe'
  | 'tiers_prospect'
  | 'dossier_occupe'
  | 'curseur_expire'
  | 'version_depassee'
  | 'champ_obligatoire'
  | 'valeur_trop_longue'
  | 'valeur_inconnue'
  | 'cle_reutilisee'
  | 'trop_de_requetes'
  | 'sage_ferme'
  | 'gateway_hors_ligne'
  | 'lecture_incomplete'

interface More {
  readonly champ?: string
  readonly details?: readonly Json[]
  readonly headers?: Record<string, string>
}

export type Result<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly answer: Answer }

export function refuse(status: number, code: Code, message: string, more: More = {}): Answer {
  const { headers = {}, ...where } = more
  return json(status, { erreur: { code, message, ...where } }, headers)
}

export const no = (answer: Answer): { readonly ok: false; readonly answer: Answer } => ({ ok: false, answer })

export const invalid = (message: string, champ?: string): Answer =>
  refuse(400, 'requete_invalide', message, champ === undefined ? {} : { champ })

export const unknown = (message = "Cet enregistrement n'existe pas."): Answer => refuse(404, 'inconnu', message)
