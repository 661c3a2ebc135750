import { overview } from '@/lib/service/overview'
import { plan } from '@/lib/service/plan'
import { setup } from '@/lib/service/setup'
import type { PlanView } from '@/lib/service/views'
import { Act } from '../../../../_ui/act'
import { LookAgain } from '../../../../_ui/live'
import { Notice } from '../../../../_ui/notice'
import { PageHead } from '../../../../_ui/page-head'
import { enter } from '../../../enter'
import type { Visit } from '../../../enter'
import { PlanBody } from '../../_plan/plan-body'
import { RunProgress } from '../../_status/run-progress'
import { planAgain } from '../actions'
import { backFrom } from '../_parts/back'
import { Details } from '../_parts/details'
import { LooksAlike } from '../_parts/looks-alike'
import { StartBar } from '../_parts/start-bar'
import { isStarted, Steps } from '../_parts/steps'
import { Summary } from '../_parts/summary'

const LOOK_AGAIN = 1000

/** Everything that was answered on one page, and the exact plan that follows from it. */
export default async function ReviewPage({ params }: { params: Promise<{ install: string }> }) {
  const visit = await enter((await params).install)
  if (visit === null) return null
  const { t, f, now, admin } = visit
  const planned = await plan(visit.seat)
  const words = t.setup.review
  const preparing = planned !== null && !planned.ready && planned.problem === null
  const at = planned?.ready ? ` ${words.at(f.moment(planned.at, now))}` : ''
  return (
    <>
      <Steps visit={visit} here="review" />
      <Details visit={visit} here={null} />
      <PageHead
        title={words.title}
        lead={`${isStarted(visit) ? t.settings.lead : words.lead}${at}`}
        {...backFrom(visit, 'review')}
        aside={
          admin &&
          planned !== null &&
          !preparing && (
            <Act act={planAgain.bind(null, visit.install)} kind="plain">
              {words.again}
            </Act>
          )
        }
      />
      {preparing ? <Preparing visit={visit} planned={planned} /> : <Ready visit={visit} planned={planned} />}
    </>
  )
}

/** Looks again every second, at our own numbers only: the vendors are busy with the plan itself. */
async function Preparing({ visit, planned }: { visit: Visit; planned: PlanView }) {
  const { progress } = await overview(visit.seat)
  return (
    <>
      <Notice tone="info" title={visit.t.setup.review.preparing}>
        <p>{visit.t.setup.review.preparingLead}</p>
        <LookAgain every={LOOK_AGAIN} />
        {progress !== null && (
          <div className="mt-3">
            <RunProgress visit={visit} progress={progress} />
          </div>
        )}
      </Notice>
      {planned.sample.length > 0 && (
        <>
          <h2>{visit.t.pages.review.soFar}</h2>
          <PlanBody visit={visit} plan={planned} />
        </>
      )}
    </>
  )
}

async function Ready({ visit, planned }: { visit: Visit; planned: PlanView | null }) {
  const { t, admin, install } = visit
  return (
    <>
      <Summary visit={visit} view={await setup(visit.seat)} />
      {planned !== null && <LooksAlike visit={visit} />}
      {planned !== null && <PlanBody visit={visit} plan={planned} />}
      {planned?.ready && !planned.current && <Notice tone="warn" title={t.pages.review.stale} />}
      {planned?.ready && planned.current && admin && <StartBar visit={visit} plan={planned} />}
      {planned === null && (
        <Notice tone="info" title={t.setup.review.none}>
          {admin && (
            <div className="mt-3">
              <Act act={planAgain.bind(null, install)} kind="primary">
                {t.setup.review.makePlan}
              </Act>
            </div>
          )}
        </Notice>
      )}
    </>
  )
}
