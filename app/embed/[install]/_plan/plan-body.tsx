import type { PlanView } from '@/lib/service/views'
import { problemText } from '@/lib/text'
import { ButtonLink } from '../../../_ui/button'
import { Card } from '../../../_ui/card'
import { Notice } from '../../../_ui/notice'
import { ProblemNotice } from '../../../_ui/problem'
import { Tile, Tiles } from '../../../_ui/tile'
import type { Visit } from '../../enter'
import { usageText } from '../../usage-text'
import { Blocked } from './blocked'
import { ByEntity } from './by-entity'
import { PlannedRows } from './planned-rows'

const tiles = ['create', 'update', 'remove', 'nothing', 'blocked'] as const

/** A dry run or a held plan: how much, what kind, examples with old and new, what it costs. */
export function PlanBody({ visit, plan }: { visit: Visit; plan: PlanView }) {
  const { t, f, paths } = visit
  const doors = {
    create: paths.plan(plan.run, { verb: 'create' }),
    update: paths.plan(plan.run, { verb: 'update' }),
    remove: paths.plan(plan.run, { verb: 'remove' }),
    nothing: null,
    blocked: '#blocked',
  }
  const writes = plan.totals.create + plan.totals.update + plan.totals.remove
  return (
    <>
      <PlanTrouble visit={visit} plan={plan} />
      <Card>
        <h2 className="sr-only">{t.plan.title}</h2>
        <Tiles of={5}>
          {tiles.map((tile) => (
            <Tile
              key={tile}
              value={plan.totals[tile]}
              shown={f.number(plan.totals[tile])}
              label={t.plan.tiles[tile]}
              href={doors[tile]}
              alert={tile === 'blocked'}
            />
          ))}
        </Tiles>
        {writes > 0 && (
          <p className="border-t border-line px-4 py-2.5 text-[0.8125rem] text-ink-2 sm:px-[1.125rem]">
            {t.plan.takes(
              f.list(plan.calls.map(({ vendor, calls }) => t.plan.calls(calls, vendor.name))),
              f.duration(plan.seconds),
            )}{' '}
            <Forecast visit={visit} plan={plan} />
          </p>
        )}
      </Card>
      <ByEntity visit={visit} plan={plan} />
      <Blocked visit={visit} plan={plan} />
      {plan.sample.length > 0 && (
        <Card title={t.plan.sample}>
          <PlannedRows visit={visit} rows={plan.sample} />
          <div className="border-t border-line p-3 text-center">
            <ButtonLink href={paths.plan(plan.run)} kind="quiet">
              {t.plan.all(writes)}
            </ButtonLink>
          </div>
        </Card>
      )}
    </>
  )
}

/** Where the day, or the hour, will stand once all of it is done; nothing where the vendor keeps no such limit. */
function Forecast({ visit, plan }: { visit: Visit; plan: PlanView }) {
  const after = plan.calls.flatMap(({ vendor, calls, usage }) =>
    usage ? [usageText(visit, vendor.name, { ...usage, used: usage.used + calls })] : [],
  )
  return after.length > 0 && <>{visit.t.usage.plan(visit.f.list(after))}</>
}

function PlanTrouble({ visit: { t, f, now }, plan }: { visit: Visit; plan: PlanView }) {
  if (plan.problem === null) return null
  const { vendor, problem } = plan.problem
  if (vendor.id === 'concord')
    return (
      <Notice tone="warn" title={t.fault.broken}>
        {t.fault.brokenTodo}
      </Notice>
    )
  return <ProblemNotice t={t} text={problemText(t, f, vendor.name, problem, now)} vendor={vendor.name} tone="warn" />
}
