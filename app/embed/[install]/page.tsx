import Link from 'next/link'
import { overview } from '@/lib/service/overview'
import { LookAgain } from '../../_ui/live'
import { enter } from '../enter'
import { Calls } from './_status/calls'
import { FactTiles } from './_status/facts'
import { HeldPlan } from './_status/held-plan'
import { NotSetUp } from './_status/not-set-up'
import { StateCard } from './_status/state-card'
import { Travels } from './_status/travels'

/** While a run is under way its numbers come in every two seconds; otherwise the page stays true by itself. */
const RUNNING = 2000
/** Short enough that a run just asked for shows itself. */
const RESTING = 5000

export default async function StatusPage({ params }: { params: Promise<{ install: string }> }) {
  const visit = await enter((await params).install)
  if (visit === null) return null
  const view = await overview(visit.seat)
  const state = view.head.state
  if (state.kind === 'not-set-up') return <NotSetUp visit={visit} />
  const running = view.progress !== null
  return (
    <>
      <LookAgain every={running ? RUNNING : RESTING} />
      <StateCard visit={visit} view={view} />
      {state.kind === 'held' && <HeldPlan visit={visit} run={state.run} hold={state.hold} />}
      {state.kind !== 'ready' && <FactTiles visit={visit} facts={view.facts} />}
      <Travels visit={visit} view={view} />
      <Calls visit={visit} calls={view.calls} />
      <p>
        <Link href={visit.paths.to('/reconciliation')} className="link">
          {visit.t.reconciliation.title}
        </Link>
      </p>
    </>
  )
}
