import type { PlanView } from '@/lib/service/views'
import { Act } from '../../../../_ui/act'
import { PrimaryBar } from '../../../../_ui/question'
import type { Visit } from '../../../enter'
import { approveWith, startWith } from '../actions'
import { isStarted } from './steps'

/** The button that names its effect; what it starts is the plan on this page and no other. */
export function StartBar({ visit, plan }: { visit: Visit; plan: PlanView }) {
  const { t, install } = visit
  const { create, update, remove } = plan.totals
  const started = isStarted(visit)
  const nothing = create + update + remove === 0
  if (started && nothing) return null
  const act = started ? approveWith : startWith
  return (
    <PrimaryBar note={t.setup.nothingWritten}>
      <Act act={act.bind(null, install, plan.run)} kind="primary">
        {nothing ? t.setup.review.startNothing : t.setup.review.start(create, update, remove)}
      </Act>
    </PrimaryBar>
  )
}
