'use client'

import { Field } from '@base-ui/react/field'
import { Plus, X } from 'lucide-react'
import { useState } from 'react'
import type { Condition } from '@/lib/model/settings'
import type { PageTexts } from '@/lib/text/pages.en'
import { buttonClass } from '../../../../_ui/button'
import { Choose } from '../../../../_ui/choose'
import { FieldError } from '../../../../_ui/field'
import { Tick } from '../../../../_ui/tick'
import type { FilterField } from './travels-editor'

const asksNothing: readonly Condition['is'][] = ['filled', 'empty']

interface ConditionsProps {
  /** Faults are told by this name and the place in the sentence. */
  readonly name: string
  readonly words: PageTexts['travels']
  readonly conditions: readonly Condition[]
  readonly fields: readonly FilterField[]
  readonly onChange: (conditions: readonly Condition[]) => void
}

/** Conditions that must all be true, one line each. */
export function Conditions({ name, words, conditions, fields, onChange }: ConditionsProps) {
  const [first] = fields
  const change = (at: number, part: Partial<Condition>) =>
    onChange(conditions.map((condition, place) => (place === at ? { ...condition, ...part } : condition)))
  return (
    <>
      {conditions.map((condition, at) => (
        <Part
          key={at}
          name={`${name}-${at}`}
          words={words}
          fields={fields}
          condition={condition}
          first={at === 0}
          change={(part) => change(at, part)}
          remove={() => onChange(conditions.filter((_, place) => place !== at))}
        />
      ))}
      {first && (
        <button
          type="button"
          onClick={() => onChange([...conditions, { field: first.key, is: startOf(first), values: [] }])}
          className={buttonClass('plain')}
        >
          <Plus aria-hidden className="size-4" />
          {words.addPart}
        </button>
      )}
    </>
  )
}

interface PartProps {
  readonly name: string
  readonly words: PageTexts['travels']
  readonly fields: readonly FilterField[]
  readonly condition: Condition
  readonly first: boolean
  readonly change: (part: Partial<Condition>) => void
  readonly remove: () => void
}

function Part({ name, words, fields, condition, first, change, remove }: PartProps) {
  const field = fields.find(({ key }) => key === condition.field)
  const kinds = (Object.keys(words.conditions) as Condition['is'][]) // our own catalogue, typed by these very keys
    .filter((is) => field?.type !== 'boolean' || is === 'one-of' || asksNothing.includes(is))
    .map((is) => ({ value: is, label: words.conditions[is] }))
  return (
    <Field.Root name={name} className="space-y-1">
      <div className="grid items-start gap-2 sm:grid-cols-[1fr_9rem_1fr_auto]">
        {!first && <span className="text-[0.8125rem] text-ink-2 sm:hidden">{words.and}</span>}
        <Choose
          label={words.field}
          empty={words.field}
          values={fields.map(({ key, label }) => ({ value: key, label }))}
          value={condition.field}
          onChange={(key) => change({ field: key, values: [], is: startOf(fields.find((one) => one.key === key)) })}
        />
        <Choose
          label={words.is}
          empty={words.is}
          values={kinds}
          value={condition.is}
          onChange={(is) => change({ is: kinds.find((kind) => kind.value === is)?.value ?? 'contains' })}
        />
        {asksNothing.includes(condition.is) ? (
          <span />
        ) : (
          <Values words={words} field={field} condition={condition} change={change} />
        )}
        <button
          type="button"
          onClick={remove}
          aria-label={words.removePart}
          className="grid size-9 place-items-center rounded-inner text-ink-2 hover:bg-sunken"
        >
          <X aria-hidden className="size-4" />
        </button>
      </div>
      <FieldError />
    </Field.Root>
  )
}

const startOf = (field: FilterField | undefined): Condition['is'] =>
  field?.type === 'boolean' || (field?.values.length ?? 0) > 0 ? 'one-of' : 'contains'

function Values({
  words,
  field,
  condition,
  change,
}: Pick<PartProps, 'words' | 'condition' | 'change'> & { field: FilterField | undefined }) {
  if (field?.type === 'boolean')
    return <Tick label={field.label} on={condition.values.includes(true)} onChange={(on) => change({ values: [on] })} />
  if (field && field.values.length > 0 && field.values.length <= 30)
    return (
      <span className="grid gap-1">
        {field.values.map(({ value, label }) => (
          <Tick
            key={value}
            label={label}
            on={condition.values.includes(value)}
            onChange={(on) =>
              change({ values: on ? [...condition.values, value] : condition.values.filter((one) => one !== value) })
            }
          />
        ))}
      </span>
    )
  return <TypedValues words={words} condition={condition} change={change} />
}

function TypedValues({ words, condition, change }: Pick<PartProps, 'words' | 'condition' | 'change'>) {
  const [text, setText] = useState(condition.values.join('; '))
  return (
    <span>
      <input
        aria-label={words.value}
        value={text}
        onChange={(event) => {
          setText(event.target.value)
          const parts = event.target.value.split(';').map((part) => part.trim())
          change({ values: parts.filter((part) => part !== '') })
        }}
        className="block min-h-9 w-full rounded-inner border border-line-strong bg-surface px-3 py-1.5"
      />
      <span className="text-[0.8125rem] text-ink-2">{words.valueHint}</span>
    </span>
  )
}
