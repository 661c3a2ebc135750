'use client'

import { Plus, X } from 'lucide-react'
import type { ChosenJoin } from '@/lib/model/settings'
import { transforms } from '@/lib/model/rule'
import { sides } from '@/lib/model/words'
import type { Side } from '@/lib/model/words'
import type { PageTexts } from '@/lib/text/pages.en'
import { buttonClass } from '../../../../_ui/button'
import { Choose } from '../../../../_ui/choose'
import { Tick } from '../../../../_ui/tick'
import type { SideField } from './fields-editor'

interface RowOptionsProps {
  readonly words: PageTexts['fields']
  readonly join: ChosenJoin
  readonly crm: SideField
  readonly books: SideField
  readonly title: string
  readonly change: (join: ChosenJoin) => void
}

/** What most rows never need: when a value is written, how, and which list values stand for each other. */
export function RowOptions({ words, join, crm, books, title, change }: RowOptionsProps) {
  const { on: _on, ...withoutOn } = join
  const { when: _when, ...withoutWhen } = join
  const lists = crm.type === 'list' || books.type === 'list'
  const special =
    join.on !== undefined || join.when !== undefined || join.values !== undefined || (join.as ?? 'same') !== 'same'
  return (
    <details className="mt-1" open={special || crm.type !== books.type}>
      <summary aria-label={`${words.options}, ${title}`} className="link inline-block min-h-6 text-[0.8125rem]">
        {words.options}
      </summary>
      <div className="mt-1 space-y-2">
        <Tick
          label={words.onlyEmpty}
          on={join.when === 'empty'}
          onChange={(on) => change(on ? { ...join, when: 'empty' } : withoutWhen)}
        />
        <Tick
          label={words.onlyNew}
          on={join.on === 'create'}
          onChange={(on) => change(on ? { ...join, on: 'create' } : withoutOn)}
        />
        <div className="sm:max-w-md">
          <p className="mb-1 text-[0.8125rem] text-ink-2">{words.transform}</p>
          <Choose
            label={`${words.transform}, ${title}`}
            empty=""
            values={transforms.map((name) => ({ value: name, label: words.transforms[name] }))}
            value={join.as ?? 'same'}
            onChange={(as) => change({ ...join, as: transforms.find((name) => name === as) ?? 'same' })}
          />
        </div>
        {lists && <ValueMap words={words} join={join} fields={{ crm, books }} change={change} />}
      </div>
    </details>
  )
}

interface ValueMapProps extends Pick<RowOptionsProps, 'words' | 'join' | 'change'> {
  readonly fields: Readonly<Record<Side, SideField>>
}

function ValueMap({ words, join, fields, change }: ValueMapProps) {
  const pairs = join.values ?? []
  const set = (values: typeof pairs) => {
    const { values: _before, ...rest } = join
    change(values.length === 0 ? rest : { ...rest, values })
  }
  return (
    <section>
      <h3 className="text-[0.8125rem]">{words.values}</h3>
      <p className="text-[0.8125rem] text-ink-2">{words.valuesHint}</p>
      {pairs.map((pair, at) => (
        <div key={at} className="mt-1.5 grid items-center gap-2 sm:grid-cols-[1fr_1fr_auto]">
          {sides.map((side) => (
            <ValueOf
              key={side}
              field={fields[side]}
              empty={words.choose}
              value={String(pair[side])}
              pick={(value) => set(pairs.map((one, place) => (place === at ? { ...one, [side]: value } : one)))}
            />
          ))}
          <button
            type="button"
            onClick={() => set(pairs.filter((_, place) => place !== at))}
            aria-label={words.removeValue}
            className="grid size-9 place-items-center rounded-inner text-ink-2 hover:bg-sunken"
          >
            <X aria-hidden className="size-4" />
          </button>
        </div>
      ))}
      <button
        type="button"
        onClick={() => set([...pairs, { crm: '', books: '' }])}
        className={`mt-1.5 ${buttonClass('plain')}`}
      >
        <Plus aria-hidden className="size-4" />
        {words.addValue}
      </button>
    </section>
  )
}

/** One of a list, or typed in where the field has none. */
function ValueOf({
  field,
  empty,
  value,
  pick,
}: {
  field: SideField
  empty: string
  value: string
  pick: (value: string) => void
}) {
  if (field.values.length > 0)
    return <Choose label={field.label} empty={empty} values={field.values} value={value || null} onChange={pick} />
  return (
    <input
      aria-label={field.label}
      value={value}
      onChange={(event) => pick(event.target.value)}
      className="block min-h-9 w-full rounded-inner border border-line-strong bg-surface px-3 py-1.5"
    />
  )
}
