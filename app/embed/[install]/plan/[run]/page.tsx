import { sides, verbs } from '@/lib/model/words'
import type { Entity, Side, Verb } from '@/lib/model/words'
import { planFields } from '@/lib/service/plan-rows'
import { fieldText } from '@/lib/text'
import { buttonClass } from '../../../../_ui/button'
import { Chips } from '../../../../_ui/chips'
import { PageHead } from '../../../../_ui/page-head'
import { asked, worded } from '../../../asked'
import type { Query } from '../../../asked'
import { enter } from '../../../enter'
import type { Visit } from '../../../enter'
import { EntityChips } from '../../_filters/entity-chips'
import { Listed } from '../../_lists/listed'
import { lists } from '../../_lists/lists'
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
  const { entity, side, verb, text } = await asked(searchParams)
  const wanted = { ...(await worded(searchParams)), run }
  const filter = { entity, side, verb, field: text('field'), search: text('search') }
  const here = (change: Partial<Filter> & { cursor?: string }) => paths.plan(run, { ...filter, ...change })
  const given = await lists.planned(visit, wanted)
  // Of a plan without a single write, as where another company was met, there is nothing to filter or to take away.
  const isBare = given.rows.length === 0 && Object.keys(wanted).length === 1
  const held = head.state.kind === 'held' && head.state.run === run ? head.state.hold : null
  const back =
    held === null
      ? { href: paths.setup('review'), label: t.setup.review.title }
      : { href: paths.home, label: t.tabs.status }
  return (
    <>
      <PageHead
        title={t.plan.title}
        back={back}
        aside={
          !isBare && (
            <a href={`${paths.plan(run)}/csv`} download className={buttonClass('plain')}>
              {t.pages.review.export}
            </a>
          )
        }
      />
      {held !== null && <HeldPlan visit={visit} run={run} hold={held} />}
      {!isBare && (
        <>
          <Filters visit={visit} filter={filter} here={here} />
          <Finder visit={visit} run={run} filter={filter} fields={await planFields(visit.seat, run)} />
        </>
      )}
      {!(isBare && held !== null) && (
        <Listed
          visit={visit}
          list="planned"
          wanted={wanted}
          given={given}
          label={t.plan.title}
          empty={<p className="p-6 text-center text-ink-2">{t.plan.none}</p>}
          here={here}
        />
      )}
    </>
  )
}

interface Filter {
  readonly entity: Entity | undefined
  readonly side: Side | undefined
  readonly verb: Verb | undefined
  readonly field: string | undefined
  readonly search: string | undefined
}

interface FinderProps {
  readonly visit: Visit
  readonly run: string
  readonly filter: Filter
  readonly fields: readonly string[]
}

/** A plain form, so that it works without a script and keeps its question in the address. */
function Finder({ visit: { t, paths }, run, filter, fields }: FinderProps) {
  const { field, search, ...kept } = filter
  const box = 'block min-h-9 w-full rounded-inner border border-line-strong bg-surface px-3 py-1.5'
  return (
    <form action={paths.plan(run)} className="flex flex-wrap gap-2">
      {Object.entries(kept).map(
        ([name, value]) => value !== undefined && <input key={name} type="hidden" name={name} value={value} />,
      )}
      <span className="min-w-40 flex-1">
        <select name="field" aria-label={t.pages.review.field} defaultValue={field ?? ''} className={box}>
          <option value="">{t.pages.review.anyField}</option>
          {fields.map((key) => (
            <option key={key} value={key}>
              {fieldText(t, key)}
            </option>
          ))}
        </select>
      </span>
      <span className="min-w-40 flex-1">
        <input
          type="search"
          name="search"
          defaultValue={search ?? ''}
          aria-label={t.pages.review.search}
          placeholder={t.pages.review.search}
          className={`${box} placeholder:text-ink-3`}
        />
      </span>
      <button type="submit" className={buttonClass('plain')}>
        {t.common.searchButton}
      </button>
    </form>
  )
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
