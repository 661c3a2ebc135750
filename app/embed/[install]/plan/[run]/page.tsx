import { sides, verbs } from '@/lib/model/words'
import type { Entity, Side, Verb } from '@/lib/model/words'
import { planRows } from '@/lib/service/plan-rows'
import { Card } from '../../../../_ui/card'
import { Chips } from '../../../../_ui/chips'
import { PageHead } from '../../../../_ui/page-head'
import { Pager } from '../../../../_ui/pager'
import { asked, given } from '../../../asked'
import type { Query } from '../../../asked'
import { enter } from '../../../enter'
import type { Visit } from '../../../enter'
import { EntityChips } from '../../_filters/entity-chips'
import { PlannedRows } from '../../_plan/planned-rows'
import { HeldPlan } from '../../_status/held-plan'

interface PlanProps {
  readonly params: Promise<{ install: string; run: string }>
  readonly searchParams: Query
}

/** Every planned write of one plan, filtered by what, where and how. */
export default async function PlanPage({ params, searchParams }: PlanProps) {
  const { install, run } = await params
  const visit = await enter(install)
  if (visit === null) return null
  const { t, paths, head } = visit
  const { entity, side, verb, cursor } = await asked(searchParams)
  const filter = { entity, side, verb }
  const page = await planRows(visit.seat, { run, ...given({ ...filter, cursor }) })
  const here = (change: Partial<Filter>) => paths.plan(run, { ...filter, ...change })
  const held = head.state.kind === 'held' && head.state.run === run ? head.state.hold : null
  const back =
    held === null
      ? { href: paths.setup('review'), label: t.setup.review.title }
      : { href: paths.home, label: t.tabs.status }
  return (
    <>
      <PageHead title={t.plan.title} back={back} />
      {held !== null && <HeldPlan visit={visit} run={run} hold={held} />}
      <Filters visit={visit} filter={filter} here={here} />
      <Card>
        {page.rows.length === 0 ? (
          <p className="p-6 text-center text-ink-2">{t.plan.none}</p>
        ) : (
          <PlannedRows visit={visit} rows={page.rows} />
        )}
      </Card>
      <Pager
        next={page.next === null ? null : paths.plan(run, { ...filter, cursor: page.next })}
        first={cursor === undefined ? null : here({})}
        more={t.common.more}
        start={t.common.first}
      />
    </>
  )
}

interface Filter {
  readonly entity: Entity | undefined
  readonly side: Side | undefined
  readonly verb: Verb | undefined
}

interface FiltersProps {
  readonly visit: Visit
  readonly filter: Filter
  readonly here: (change: Partial<Filter>) => string
}

function Filters({ visit, filter, here }: FiltersProps) {
  const { t, names } = visit
  const chip = (label: string, on: boolean, change: Partial<Filter>) => ({ label, on, href: here(change) })
  return (
    <div className="space-y-2">
      <EntityChips visit={visit} chosen={filter.entity} href={(entity) => here({ entity })} />
      <Chips
        label={t.history.verb}
        chips={[
          chip(t.common.all, filter.verb === undefined, { verb: undefined }),
          ...verbs.map((verb) => chip(t.verb[verb], verb === filter.verb, { verb })),
        ]}
      />
      <Chips
        label={t.plan.where}
        chips={[
          chip(t.common.all, filter.side === undefined, { side: undefined }),
          ...sides.map((side) => chip(names[side], side === filter.side, { side })),
        ]}
      />
    </div>
  )
}
