import type { Hold } from '@/lib/model/decision'
import { fieldText } from '@/lib/text'
import { Act, ActAfterAsking } from '../../../_ui/act'
import { ButtonLink } from '../../../_ui/button'
import { Notice } from '../../../_ui/notice'
import type { Visit } from '../../enter'
import { approvePlan, rejectPlan } from '../actions'

/** Which brake held the plan, and the three ways on. */
export function HeldPlan({ visit, run, hold }: { visit: Visit; run: string; hold: Hold }) {
  const { t, names, paths, admin } = visit
  const install = visit.install
  const why = t.brake[hold.brake]({
    count: hold.count,
    of: hold.of,
    records: t.entity[hold.entity].many,
    system: names[hold.side],
    field: hold.field === null ? null : fieldText(t, hold.field),
  })
  return (
    <Notice tone="warn" title={t.held.title}>
      <p>
        {why} {t.held.lead}
      </p>
      <div className="mt-3 flex flex-wrap gap-2">
        <ButtonLink href={paths.plan(run)} kind="primary">
          {t.held.review}
        </ButtonLink>
        {admin && (
          <>
            <Act act={approvePlan.bind(null, install, run)} kind="plain">
              {t.held.approve}
            </Act>
            <ActAfterAsking
              act={rejectPlan.bind(null, install, run)}
              kind="plain"
              title={t.held.confirmReject}
              explains={t.held.rejectNote}
              cancel={t.common.cancel}
            >
              {t.held.reject}
            </ActAfterAsking>
          </>
        )}
      </div>
    </Notice>
  )
}
