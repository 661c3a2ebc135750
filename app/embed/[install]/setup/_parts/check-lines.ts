import type { Side } from '@/lib/model/words'
import type { Check } from '@/lib/service/views'
import { problemText } from '@/lib/text'
import type { CheckLine } from '../../../../_ui/answer'
import type { Visit } from '../../../enter'

interface Tested {
  readonly side: Side
  readonly vendor: string
}

/** What was tested, in words; a failed check says what to do. */
export function checkLines(
  { t, f, now }: Visit,
  { side, vendor }: Tested,
  checks: readonly Check[],
): readonly CheckLine[] {
  return checks.map(({ what, ok, detail, problem }) => {
    const trouble = problem === null ? null : problemText(t, f, vendor, problem, now)
    const counted = detail !== null && /^\d+$/.test(detail)
    return {
      label: what === 'companies' && side === 'crm' ? t.setup.checks.organisation : t.setup.checks[what],
      ok,
      state: [counted ? f.number(Number(detail)) : null, ok ? t.setup.checks.ok : t.setup.checks.failed]
        .filter((part) => part !== null)
        .join(' · '),
      detail: trouble === null ? (counted ? null : detail) : `${trouble.title}. ${trouble.todo}`,
    }
  })
}
