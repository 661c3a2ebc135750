import { sides, verbs } from '@/lib/model/words'
import { planRows } from '@/lib/service/plan-rows'
import { overview } from '@/lib/service/overview'
import { Card } from '../../../../_ui/card'
import { Chips } from '../../../../_ui/chips'
import { PageHead } from '../../../../_ui/page-head'
import { Pager } from '../../../../_ui/pager'
import { asked, given } from '../../../asked'
import type { Query } from '../../../asked'
import { enter } from '../../../enter'
import { HeldPlan } from '../../_status/held-plan'
import { PlannedRows } from '../../_plan/planned-rows'

interface PlanProps {
  readonly params: Promise<{ install: string; run: string }>
  readonly searchParams: Query
}

/** Every planned write of one plan, filtered by what, where and how. */
export default async function PlanPage({ params, searchParams }: PlanProps) {
  const { install, run } = await params
  const visit = await enter(install)
  if (visit === null) return null
  const { t, names, paths, head } = visit
  const { entity, side, verb, cursor } = await asked(searchParams)
  const filter = { entity, side, verb }
  const [page, view] = await Promise.all([
    planRows(visit.seat, { run, ...given(filter), ...given({ cursor }) }),
    overview(visit.seat),
  ])
  const here = (change: Partial<typeof filter>) => paths.plan(run, { ...filter, ...change })
  const chip = (label: string, on: boolean, change: Partial<typeof filter>) => ({ label, on, href: here(change) })
  const held = head.state.kind === 'held' && head.state.run === run ? head.state.hold : null
  return (
    <>
      <PageHead
        title={t.plan.title}
        back={
          held === null
            ? { href: paths.setup('review'), label: t.setup.review.title }
            : { href: paths.home, label: t.tabs.status }
        }
      />
      {held !== null && <HeldPlan visit={visit} run={run} hold={held} />}
      <div className="space-y-2">
        <Chips
          label={t.history.entity}
          chips={[
            chip(t.common.all, entity === undefined, { entity: undefined }),
            ...view.entities.map(({ rule }) =>
              chip(t.entity[rule.entity].many, rule.entity === entity, { entity: rule.entity }),
            ),
          ]}
        />
        <Chips
          label={t.history.verb}
          chips={[
            chip(t.common.all, verb === undefined, { verb: undefined }),
            ...verbs.map((one) => chip(t.verb[one], one === verb, { verb: one })),
          ]}
        />
        <Chips
          label={t.plan.where}
          chips={[
            chip(t.common.all, side === undefined, { side: undefined }),
            ...sides.map((one) => chip(names[one], one === side, { side: one })),
          ]}
        />
      </div>
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
