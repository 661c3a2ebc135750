'use client'

import { Field } from '@base-ui/react/field'
import { FieldError } from './field'

interface ValueFieldProps {
  readonly name: string
  readonly label: string
  readonly hint: string
  readonly value: string
  readonly long: boolean
}

const inputClass =
  'block min-h-9 w-full rounded-inner border border-line-strong bg-surface px-3 py-1.5 data-[invalid]:border-bad'

/** A value that stands there already, to be changed. */
export function ValueField({ name, label, hint, value, long }: ValueFieldProps) {
  return (
    <Field.Root name={name} className="space-y-1">
      <Field.Label className="block font-semibold">{label}</Field.Label>
      <Field.Control
        defaultValue={value}
        autoComplete="off"
        spellCheck={false}
        className={inputClass}
        {...(long ? { render: <textarea rows={4} /> } : {})}
      />
      {hint !== '' && <Field.Description className="text-[0.8125rem] text-ink-2">{hint}</Field.Description>}
      <FieldError />
    </Field.Root>
  )
}
