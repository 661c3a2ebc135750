'use client'

import { Field } from '@base-ui/react/field'
import { ArrowLeft, ArrowLeftRight, ArrowRight, X } from 'lucide-react'
import type { ChosenJoin } from '@/lib/model/settings'
import { sides } from '@/lib/model/words'
import type { Lane, Side } from '@/lib/model/words'
import type { Names } from '@/lib/text/keys'
import type { PageTexts } from '@/lib/text/pages.en'
import { Choose } from '../../../../_ui/choose'
import { FieldError } from '../../../../_ui/field'
import type { Row, SideField } from './fields-editor'
import { RowOptions } from './row-options'

export interface FieldRowProps {
  readonly name: string
  readonly words: PageTexts['fields']
  readonly names: Names
  readonly lanes: readonly Lane[]
  readonly fields: Readonly<Record<Side, readonly SideField[]>>
  readonly row: Row
  readonly change: (join: ChosenJoin) => void
  readonly remove: () => void
}

/** Two fields that stand for each other, which way their value goes, and what a real record says. */
export function FieldRow(props: FieldRowProps) {
  const { name, words, names, fields, row, change, remove } = props
  const { join } = row
  const chosen = { crm: fieldOf(fields.crm, join.crm), books: fieldOf(fields.books, join.books) }
  const title = words.row(chosen.crm?.label ?? '…', chosen.books?.label ?? '…')
  return (
    <li className="px-4 py-3 sm:px-[1.125rem]">
      <Field.Root name={name}>
        <div className="grid items-start gap-x-3 gap-y-2 sm:grid-cols-[1fr_11.5rem_1fr_2.25rem]">
          {sides.map((side) => (
            <div key={side} className={side === 'crm' ? 'sm:order-1' : 'sm:order-3'}>
              <SideChoice
                words={words}
                system={names[side]}
                fields={fields[side]}
                chosen={chosen[side]}
                pick={(key) => change(cleared({ ...join, [side]: key }))}
              />
            </div>
          ))}
          <div className="sm:order-2">
            <Direction {...props} chosen={chosen} title={title} />
          </div>
          <button
            type="button"
            onClick={remove}
            aria-label={words.remove(title)}
            className="grid size-9 place-items-center justify-self-end rounded-inner text-ink-2 hover:bg-sunken sm:order-4"
          >
            <X aria-hidden className="size-4" />
          </button>
        </div>
        {row.gone && <p className="mt-1 text-[0.8125rem] text-warn">{words.gone}</p>}
        <FieldError />
        {chosen.crm && chosen.books && (
          <RowOptions words={words} join={join} crm={chosen.crm} books={chosen.books} title={title} change={change} />
        )}
      </Field.Root>
    </li>
  )
}

export type Chosen = Readonly<Record<Side, SideField | undefined>>

const fieldOf = (all: readonly SideField[], key: string | null): SideField | undefined =>
  all.find((field) => field.key === key)

/** Another field has other values and may go other ways. */
function cleared({ crm, books, on, when }: ChosenJoin): ChosenJoin {
  return { crm, books, ...(on ? { on } : {}), ...(when ? { when } : {}) }
}

interface SideChoiceProps {
  readonly words: PageTexts['fields']
  readonly system: string
  readonly fields: readonly SideField[]
  readonly chosen: SideField | undefined
  readonly pick: (key: string) => void
}

function SideChoice({ words, system, fields, chosen, pick }: SideChoiceProps) {
  const values = fields.map(({ key, label, mandatory, type }) => ({
    value: key,
    label: `${label}${mandatory ? ' *' : ''} (${words.type[type]})`,
  }))
  return (
    <>
      <p aria-hidden className="mb-0.5 text-[0.8125rem] text-ink-3 sm:hidden">
        {system}
      </p>
      <Choose label={system} empty={words.choose} values={values} value={chosen?.key ?? null} onChange={pick} />
      {chosen && (
        <p className="mt-0.5 text-[0.8125rem] break-words text-ink-2">
          {chosen.sample ?? words.empty}
          {chosen.mandatory && <span className="block">* {words.mandatory(system)}</span>}
          {chosen.readOnly && <span className="block">{words.readOnly(system)}</span>}
        </p>
      )}
    </>
  )
}

const arrows = { toCrm: ArrowLeft, toBooks: ArrowRight, both: ArrowLeftRight } as const

/** Never wider than the pair's rule, and never into a field that its system keeps to itself. */
function Direction({
  words,
  lanes,
  row: { join },
  chosen,
  title,
  change,
}: FieldRowProps & { chosen: Chosen; title: string }) {
  const open = lanes.filter((lane) => !(lane === 'toCrm' ? chosen.crm : chosen.books)?.readOnly)
  const ways = [...open, ...(open.length === 2 ? (['both'] as const) : [])]
  const [only] = open
  const now = join.lane ?? (open.length === 2 ? 'both' : only)
  const Arrow = arrows[now ?? 'both']
  return (
    <span className="flex items-center gap-1.5">
      <Arrow aria-hidden className="hidden size-4 shrink-0 text-ink-3 sm:block" />
      <span className="min-w-0 flex-1">
        <Choose
          label={`${words.direction}, ${title}`}
          empty={words.direction}
          values={ways.map((way) => ({ value: way, label: words[way] }))}
          value={now ?? null}
          onChange={(way) => {
            const { lane: _before, ...rest } = join
            change(way === 'both' ? rest : { ...rest, lane: way === 'toCrm' ? 'toCrm' : 'toBooks' })
          }}
        />
      </span>
    </span>
  )
}
