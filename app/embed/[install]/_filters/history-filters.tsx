import { journalKinds, type JournalKind } from '@/lib/model/run'
import { verbs } from '@/lib/model/words'
import type { Entity, Verb } from '@/lib/model/words'
import { buttonClass } from '../../../_ui/button'
import { Chips } from '../../../_ui/chips'
import type { Visit } from '../../enter'
import { EntityChips } from './entity-chips'

/** What the history is asked for; days only where it is read over all runs. */
export type HistoryFilter = {
  readonly entity: Entity | undefined
  readonly verb: Verb | undefined
  readonly kind: JournalKind | undefined
  readonly search: string | undefined
  readonly from?: string | undefined
  readonly to?: string | undefined
}

interface HistoryFiltersProps {
  readonly visit: Visit
  readonly filter: HistoryFilter
  readonly here: (change: Partial<HistoryFilter>) => string
  readonly action: string
  readonly days: 'asked' | 'no'
}

/** What was done, and what only happened: one choice, because a refused write was not done. Then words and days. */
export function HistoryFilters({ visit, filter, here, action, days }: HistoryFiltersProps) {
  const { t } = visit
  const chip = (label: string, on: boolean, change: Pick<HistoryFilter, 'verb' | 'kind'>) => ({
    label,
    on,
    href: here(change),
  })
  return (
    <div className="space-y-2">
      <EntityChips visit={visit} chosen={filter.entity} href={(entity) => here({ entity })} />
      <Chips
        label={t.history.verb}
        chips={[
          chip(t.common.all, filter.verb === undefined && filter.kind === undefined, {
            verb: undefined,
            kind: undefined,
          }),
          ...verbs.map((verb) => chip(t.verbDone[verb], verb === filter.verb, { verb, kind: 'written' })),
          ...journalKinds
            .filter((kind) => kind !== 'written')
            .map((kind) => chip(t.history.kinds[kind], kind === filter.kind, { kind, verb: undefined })),
        ]}
      />
      <Search visit={visit} filter={filter} action={action} days={days} />
    </div>
  )
}

const inputClass = 'min-h-9 min-w-0 rounded-inner border border-line-strong bg-surface px-3'

function Search({ visit: { t, o }, filter, action, days }: Omit<HistoryFiltersProps, 'here'>) {
  const kept = (['entity', 'verb', 'kind'] as const).flatMap((name) =>
    filter[name] === undefined ? [] : [{ name, value: filter[name] }],
  )
  return (
    <form action={action} role="search" className="flex flex-wrap items-end gap-2">
      {kept.map(({ name, value }) => (
        <input key={name} type="hidden" name={name} value={value} />
      ))}
      <input
        type="search"
        name="search"
        defaultValue={filter.search}
        aria-label={t.common.search}
        placeholder={t.common.search}
        className={`${inputClass} max-w-md flex-1 basis-48`}
      />
      {days === 'asked' &&
        (['from', 'to'] as const).map((name) => (
          <label key={name} className="flex items-center gap-1.5 text-[0.8125rem] text-ink-2">
            {o.history[name]}
            <input type="date" name={name} defaultValue={filter[name]} className={`${inputClass} text-ink`} />
          </label>
        ))}
      <button type="submit" className={buttonClass('plain')}>
        {days === 'asked' ? o.history.filter : t.common.searchButton}
      </button>
      {days === 'asked' && <p className="basis-full text-[0.8125rem] text-ink-3">{o.history.days}</p>}
    </form>
  )
}
