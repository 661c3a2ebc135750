'use client'

import { Combobox } from '@base-ui/react/combobox'
import { Field } from '@base-ui/react/field'
import { Select } from '@base-ui/react/select'
import { Check, ChevronsUpDown } from 'lucide-react'
import { useId } from 'react'
import { answerId } from './answer'
import { FieldError } from './field'
import { Find, isLong } from './find'

export interface PickValue {
  readonly value: string
  readonly label: string
}

interface PickProps {
  readonly name: string
  readonly label: string
  readonly hint: string
  readonly empty: string
  readonly values: readonly PickValue[]
  readonly chosen: readonly string[]
  readonly many: boolean
}

/** One of a list, or several. */
export function Pick(props: PickProps) {
  return (
    <Field.Root name={props.name} className="space-y-1">
      {isLong(props.values) ? <OfMany {...props} /> : <OfFew {...props} />}
      <Field.Description className="text-[0.8125rem] text-ink-2">{props.hint}</Field.Description>
      <FieldError />
    </Field.Root>
  )
}

const trigger =
  'flex min-h-9 w-full items-center justify-between gap-2 rounded-inner border border-line-strong bg-surface px-3 py-1.5 text-start data-[invalid]:border-bad'
const arrows = <ChevronsUpDown aria-hidden className="size-4 shrink-0 text-ink-3" />

function OfFew({ name, label, empty, values, chosen, many }: PickProps) {
  const id = useId()
  const inside = (
    <>
      <Select.Label className="block font-semibold">
        <span id={id}>{label}</span>
      </Select.Label>
      <Select.Trigger id={answerId(name)} aria-labelledby={id} className={trigger}>
        <Select.Value>{(value: unknown) => labelsOf(values, value) || empty}</Select.Value>
        <Select.Icon>{arrows}</Select.Icon>
      </Select.Trigger>
      <PickList values={values} />
    </>
  )
  return many ? (
    <Select.Root items={values} multiple defaultValue={chosen}>
      {inside}
    </Select.Root>
  ) : (
    <Select.Root items={values} defaultValue={chosen[0] ?? null}>
      {inside}
    </Select.Root>
  )
}

function OfMany({ name, label, empty, values, chosen, many }: PickProps) {
  const id = useId()
  const inside = (
    <>
      <Combobox.Label className="block font-semibold">
        <span id={id}>{label}</span>
      </Combobox.Label>
      <Combobox.Trigger id={answerId(name)} aria-labelledby={id} className={trigger}>
        <Combobox.Value>{(value: unknown) => labelsOf(values, value) || empty}</Combobox.Value>
        <Combobox.Icon>{arrows}</Combobox.Icon>
      </Combobox.Trigger>
    </>
  )
  return many ? (
    <Find label={label} values={values} multiple defaultValue={[...chosen]}>
      {inside}
    </Find>
  ) : (
    <Find label={label} values={values} defaultValue={chosen[0] ?? null}>
      {inside}
    </Find>
  )
}

export function PickList({ values }: { values: readonly PickValue[] }) {
  return (
    <Select.Portal>
      <Select.Positioner sideOffset={4} alignItemWithTrigger={false} className="z-10">
        <Select.Popup className="max-h-[min(20rem,var(--available-height))] min-w-(--anchor-width) overflow-y-auto rounded-box border border-line bg-surface p-1 shadow-float">
          {values.map(({ value, label }) => (
            <Select.Item
              key={value}
              value={value}
              className="flex min-h-8 items-center gap-2 rounded-inner px-2 py-1 data-[highlighted]:bg-accent-soft"
            >
              <span className="grid size-4 place-items-center">
                <Select.ItemIndicator>
                  <Check aria-hidden className="size-4 text-accent" />
                </Select.ItemIndicator>
              </span>
              <Select.ItemText>{label}</Select.ItemText>
            </Select.Item>
          ))}
        </Select.Popup>
      </Select.Positioner>
    </Select.Portal>
  )
}

function labelsOf(values: readonly PickValue[], value: unknown): string {
  const wanted: readonly unknown[] = Array.isArray(value) ? value : [value]
  return values
    .filter((one) => wanted.includes(one.value))
    .map((one) => one.label)
    .join(', ')
}
