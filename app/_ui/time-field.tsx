'use client'

import { Field } from '@base-ui/react/field'
import { FieldError } from './field'

/** A time of the day, as the browser lets people type it. */
export function TimeField({ name, label, value }: { name: string; label: string; value: string }) {
  return (
    <Field.Root name={name} className="space-y-1">
      <Field.Label className="block font-semibold">{label}</Field.Label>
      <Field.Control
        type="time"
        defaultValue={value}
        className="block min-h-9 rounded-inner border border-line-strong bg-surface px-3 py-1.5"
      />
      <FieldError />
    </Field.Root>
  )
}
