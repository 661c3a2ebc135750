import type { Check } from '@/lib/service/views'
import { problemText } from '@/lib/text'
import type { CheckLine } from '../../../../_ui/answer'
import type { Visit } from '../../../enter'

/** What was tested, in words; a failed check says what to do. */
export function checkLines({ t, f, now }: Visit, vendor: string, checks: readonly Check[]): readonly CheckLine[] {
  return checks.map(({ what, ok, detail, problem }) => {
    const trouble = problem === null ? null : problemText(t, f, vendor, problem, now)
    return {
      label: t.setup.checks[what],
      ok,
      state: ok ? t.setup.checks.ok : t.setup.checks.failed,
      detail: trouble === null ? detail : `${trouble.title}. ${trouble.todo}`,
    }
  })
}
