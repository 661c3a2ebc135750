import type { Problem } from '@/lib/model/problem'
import { fieldText } from './field-text'
import type { Format } from './format'
import type { Texts } from './index'
import { problemDetails } from './keys'
import type { Explained, ProblemKey } from './keys'

export interface ProblemText extends Explained {
  /** The vendor's own words, where it gave any that people can read. */
  readonly said: string | null
}

/** One problem of a vendor in three clear sentences. */
export function problemText(t: Texts, f: Format, vendor: string, problem: Problem, now: number): ProblemText {
  const detail = detailOf(problem)
  const known = problemDetails.find((one) => one === detail)
  const key: ProblemKey = known ?? problem.kind
  const explained = t.problem[key]({
    vendor,
    until: problem.kind === 'slow-down' ? f.moment(problem.until, now) : null,
    field: problem.kind === 'rejected' && problem.field !== undefined ? fieldText(t, problem.field) : null,
    detail,
  })
  // A word that we explained ourselves is not the vendor's.
  return { ...explained, said: known ? null : spoken(problem) }
}

function detailOf(problem: Problem): string | null {
  if (problem.kind === 'forbidden') return problem.scope ?? null
  return 'detail' in problem ? (problem.detail ?? null) : null
}

const spoken = (problem: Problem): string | null =>
  (problem.kind === 'rejected' || problem.kind === 'surprise') && problem.detail !== '' ? problem.detail : null
