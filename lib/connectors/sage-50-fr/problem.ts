import { retryAt } from '@/lib/http/answer'
import { jsonOf } from '@/lib/http/parse'
import { redact } from '@/lib/http/redact'
import type { SendAnswer } from '@/lib/model/connector'
import type { Problem } from '@/lib/model/problem'
import { erreur } from './wire'

/** A refusal: the gateway's own code beside what follows from it. */
export interface Refusal {
  readonly code: string | null
  readonly problem: Problem
}

interface Told {
  readonly detail: string
  readonly field: string | null
  readonly answer: SendAnswer
}

/** The gateway contract's list of errors (gateway/contract.json, erreur), each with what follows. */
const byCode: Readonly<Record<string, (told: Told) => Problem>> = {
  requete_invalide: ({ detail }) => ({ kind: 'surprise', detail }),
  cle_invalide: () => ({ kind: 'signed-out' }),
  droit_insuffisant: () => ({ kind: 'forbidden', scope: 'write' }),
  inconnu: () => ({ kind: 'missing' }),
  dossier_inconnu: () => ({ kind: 'forbidden', scope: 'dossier' }),
  code_existe: (told) => rejected(told),
  tiers_prospect: ({ detail }) => ({ kind: 'rejected', field: 'parent:customer', detail }),
  dossier_occupe: () => ({ kind: 'unreachable', detail: 'dossier_occupe' }),
  // Answered by a full listing; anywhere else it has no business.
  curseur_expire: ({ detail }) => ({ kind: 'surprise', detail }),
  version_depassee: () => ({ kind: 'changed-meanwhile' }),
  champ_obligatoire: (told) => rejected(told),
  valeur_trop_longue: (told) => rejected(told),
  valeur_inconnue: (told) => rejected(told),
  cle_reutilisee: (told) => rejected(told),
  trop_de_requetes: ({ answer }) => slowDown(answer),
  sage_ferme: () => ({ kind: 'unreachable', detail: 'sage_ferme' }),
  gateway_hors_ligne: () => ({ kind: 'unreachable', detail: 'gateway_hors_ligne' }),
  lecture_incomplete: () => ({ kind: 'unreachable', detail: 'lecture_incomplete' }),
}

/** Where a proxy in between answers instead of the gateway. */
const byStatus: Readonly<Record<number, (answer: SendAnswer) => Problem>> = {
  401: () => ({ kind: 'signed-out' }),
  403: () => ({ kind: 'forbidden' }),
  408: () => ({ kind: 'unreachable', detail: 'timeout' }),
  429: (answer) => slowDown(answer),
}

/** `fieldOf` turns the gateway's field name into our key. */
export function refusalOf(answer: SendAnswer, fieldOf: (champ: string) => string, secrets: readonly string[]): Refusal {
  const body = erreur.safeParse(jsonOf(answer))
  const told = body.success ? body.data.erreur : null
  const known = told === null ? undefined : byCode[told.code]
  if (told === null || known === undefined) return { code: null, problem: fromStatus(answer) }
  const field = told.champ === undefined ? null : fieldOf(told.champ)
  return { code: told.code, problem: known({ detail: redact(told.message, secrets), field, answer }) }
}

function fromStatus(answer: SendAnswer): Problem {
  const known = byStatus[answer.status]
  if (known) return known(answer)
  if (answer.status >= 500) return { kind: 'unreachable', detail: `HTTP ${answer.status}` }
  return { kind: 'surprise', detail: `HTTP ${answer.status}` }
}

const PAUSE_MS = 5_000

const slowDown = (answer: SendAnswer): Problem => ({ kind: 'slow-down', until: retryAt(answer, PAUSE_MS) })

const rejected = ({ detail, field }: Told): Problem => ({
  kind: 'rejected',
  detail,
  ...(field === null ? {} : { field }),
})
