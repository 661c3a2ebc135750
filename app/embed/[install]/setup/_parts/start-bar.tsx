import type { PlanView } from '@/lib/service/views'
import { Act } from '../../../../_ui/act'
import { PrimaryBar } from '../../../../_ui/question'
import type { Visit } from '../../../enter'
import { approveWith, startWith, tryWith } from '../actions'
import { isStarted } from './steps'

/** Buttons that name their effect; what they start is the plan on this page and no other. */
export function StartBar({ visit, plan }: { visit: Visit; plan: PlanView }) {
  const { t, install } = visit
  const { create, update, remove } = plan.totals
  const nothing = create + update + remove === 0
  if (isStarted(visit)) return <ApproveBar visit={visit} plan={plan} nothing={nothing} />
  return (
    <PrimaryBar note={t.setup.nothingWritten}>
      {!nothing && (
        <Act act={tryWith.bind(null, install, plan.run)} kind="plain">
          {t.pages.review.tryFew}
        </Act>
      )}
      <Act act={startWith.bind(null, install, plan.run)} kind="primary">
        {nothing ? t.setup.review.startNothing : t.setup.review.start(create, update, remove)}
      </Act>
    </PrimaryBar>
  )
}

/** Of something that runs the plan is approved; without any change only what was saved may be put in force. */
function ApproveBar({ visit: { t, install }, plan, nothing }: { visit: Visit; plan: PlanView; nothing: boolean }) {
  const { create, update, remove } = plan.totals
  // A plan that was approved before, or found nothing, asks nobody.
  if (nothing && !plan.publishes) return null
  return (
    <PrimaryBar note={t.setup.nothingWritten}>
      <Act act={approveWith.bind(null, install, plan.run)} kind="primary">
        {nothing ? t.pages.review.publishOnly : t.pages.review.publish(create, update, remove)}
      </Act>
    </PrimaryBar>
  )
}
