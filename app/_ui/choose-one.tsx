'use client'

import { Field } from '@base-ui/react/field'
import { Radio } from '@base-ui/react/radio'
import { RadioGroup } from '@base-ui/react/radio-group'
import { useId } from 'react'
import { FieldError } from './field'

export interface Card {
  readonly value: string
  readonly label: string
  readonly detail: string | null
}

/** One of a few, each with its details; nothing is chosen for you. */
export function ChooseOne({
  name,
  label,
  cards,
  chosen,
}: {
  name: string
  label: string
  cards: readonly Card[]
  chosen: string | null
}) {
  const id = useId()
  return (
    <Field.Root name={name} className="space-y-2">
      <RadioGroup aria-label={label} {...(chosen === null ? {} : { defaultValue: chosen })} className="grid gap-2">
        {cards.map((card) => (
          <label
            key={card.value}
            className="flex items-start gap-3 rounded-box border border-line bg-surface px-4 py-3 shadow-lift has-[[data-checked]]:border-accent has-[[data-checked]]:bg-accent-soft"
          >
            <Radio.Root
              value={card.value}
              aria-labelledby={`${id}-${card.value}`}
              className="mt-px grid size-5 shrink-0 place-items-center rounded-full border border-line-strong bg-surface data-[checked]:border-accent"
            >
              <Radio.Indicator className="size-2.5 rounded-full bg-accent" />
            </Radio.Root>
            <span id={`${id}-${card.value}`}>
              <span className="block font-semibold">{card.label}</span>
              {card.detail !== null && <span className="block text-[0.8125rem] text-ink-2">{card.detail}</span>}
            </span>
          </label>
        ))}
      </RadioGroup>
      <FieldError />
    </Field.Root>
  )
}
