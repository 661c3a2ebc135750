import Link from 'next/link'
import type { State } from '@/lib/model/state'
import type { OverviewView } from '@/lib/service/views'
import { problemText } from '@/lib/text'
import { Act } from '../../../_ui/act'
import { ButtonLink } from '../../../_ui/button'
import { Card } from '../../../_ui/card'
import { ProblemNotice } from '../../../_ui/problem'
import { StateIcon } from '../../../_ui/state-mark'
import type { Visit } from '../../enter'
import { stateText, stateTone } from '../../state-text'
import { pauseAll, resumeAll, synchroniseNow } from '../actions'
import { RunProgress } from './run-progress'

/** One sentence, since when, what comes next, and the buttons that this state allows. */
export function StateCard({ visit, view }: { visit: Visit; view: OverviewView }) {
  const state = view.head.state
  return (
    <Card>
      <div className="space-y-4 px-4 py-5 sm:px-[1.125rem]">
        <div className="flex flex-wrap items-start gap-x-4 gap-y-3">
          <StateIcon tone={stateTone(state)} />
          <div className="min-w-0 flex-1 basis-64">
            <h1>{stateText(visit, state)}</h1>
            <Since visit={visit} view={view} />
          </div>
          {visit.admin && <Buttons visit={visit} state={state} running={view.progress !== null} />}
        </div>
        {view.progress !== null && <RunProgress visit={visit} progress={view.progress} />}
        <Trouble visit={visit} state={state} />
      </div>
    </Card>
  )
}

function Since({ visit: { t, o, f, now, paths }, view }: { visit: Visit; view: OverviewView }) {
  if (view.head.state.kind === 'ready') return <p className="mt-0.5 text-ink-2">{t.status.ready.lead}</p>
  if (view.head.state.kind === 'paused') return <p className="mt-0.5 text-ink-2">{t.status.paused}</p>
  const last = view.lastRun
  const changed = last === null ? 0 : last.created + last.updated + last.removed
  return (
    <p className="mt-0.5 text-ink-2">
      {view.lastSuccess === null ? t.status.neverYet : t.status.lastSuccess(f.moment(view.lastSuccess, now))}{' '}
      {last?.endedAt != null && (
        <Link href={paths.run(last.id)} className="link">
          {changed === 0
            ? t.status.runNothing
            : t.status.lastRun(changed, f.duration((last.endedAt - last.startedAt) / 1000))}
        </Link>
      )}{' '}
      {view.nextRun !== null && view.progress === null && t.status.nextRun(f.moment(view.nextRun, now))}{' '}
      {view.oldest === null ? o.status.allDone : o.status.oldest(f.moment(view.oldest, now))}
    </p>
  )
}

function Buttons({ visit, state, running }: { visit: Visit; state: State; running: boolean }) {
  const { t, o, paths } = visit
  const install = visit.install
  if (state.kind === 'ready') {
    return (
      <ButtonLink href={paths.setup('review')} kind="primary">
        {t.status.ready.button}
      </ButtonLink>
    )
  }
  if (state.kind === 'paused') {
    return (
      <Act act={resumeAll.bind(null, install)} kind="primary">
        {t.status.resume}
      </Act>
    )
  }
  return (
    <div className="flex flex-wrap gap-2">
      {pausable.some((kind) => kind === state.kind) && (
        <Act act={pauseAll.bind(null, install)} kind="plain">
          {t.status.pause}
        </Act>
      )}
      {state.kind === 'attention' && (
        <ButtonLink href={paths.errors} kind="plain">
          {o.status.openErrors}
        </ButtonLink>
      )}
      {!running && (state.kind === 'healthy' || state.kind === 'attention') && (
        <Act act={synchroniseNow.bind(null, install)} kind="primary">
          {t.status.runNow}
        </Act>
      )}
    </div>
  )
}

/** Where something runs, or would by itself. Elsewhere nothing does, and there is only one way on. */
const pausable = [
  'first-run',
  'running',
  'healthy',
  'attention',
  'held',
  'waiting',
] as const satisfies readonly State['kind'][]

function Trouble({ visit, state }: { visit: Visit; state: State }) {
  if (state.kind !== 'waiting' && state.kind !== 'signed-out' && state.kind !== 'failed') return null
  const { t, f, head, now, paths, admin } = visit
  const side = state.vendor === head.crm.id ? 'crm' : 'books'
  const vendor = visit.names[side]
  const text = problemText(t, f, vendor, state.problem, now)
  return (
    <ProblemNotice t={t} text={text} vendor={vendor} tone={state.kind === 'waiting' ? 'info' : 'bad'}>
      {admin && state.kind === 'signed-out' && (
        <ButtonLink href={paths.setup(side)} kind="primary">
          {t.setup.connect.again}
        </ButtonLink>
      )}
      {admin && state.kind !== 'signed-out' && (
        <Act act={synchroniseNow.bind(null, visit.install)} kind={state.kind === 'failed' ? 'primary' : 'plain'}>
          {t.common.tryAgain}
        </Act>
      )}
    </ProblemNotice>
  )
}
