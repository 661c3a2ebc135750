import type { RunView } from '@/lib/service/views'
import type { Visit } from '../../enter'

export const triggerText = ({ t }: Visit, run: RunView): string =>
  run.by === null ? t.history.trigger[run.trigger] : `${t.history.trigger[run.trigger]} ${t.history.by(run.by)}`

/** What a run did, in one line. */
export function countsText({ t }: Visit, run: RunView): string {
  if (run.trigger === 'preview') return t.history.planned
  const parts = [
    run.created > 0 ? t.history.created(run.created) : null,
    run.updated > 0 ? t.history.updated(run.updated) : null,
    run.removed > 0 ? t.history.removed(run.removed) : null,
    run.parked > 0 ? t.history.parked(run.parked) : null,
  ].filter((part) => part !== null)
  return parts.length > 0 ? parts.join(', ') : t.history.nothing
}
