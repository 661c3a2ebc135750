'use client'

import { Field } from '@base-ui/react/field'

interface TextFieldProps {
  readonly name: string
  readonly label: string
  readonly hint: string
  readonly kind: 'text' | 'address' | 'label' | 'secret'
  readonly mandatory: string
}

const inputClass =
  'block min-h-9 w-full rounded-inner border border-line-strong bg-surface px-3 py-1.5 placeholder:text-ink-3 data-[invalid]:border-bad'

/** One line to type in, with its hint and its error tied to it. */
export function TextField({ name, label, hint, kind, mandatory }: TextFieldProps) {
  return (
    <Field.Root name={name} className="space-y-1">
      <Field.Label className="block font-semibold">
        {label}{' '}
        <span aria-hidden className="text-bad" title={mandatory}>
          *
        </span>
      </Field.Label>
      <Field.Control
        type={kind === 'secret' ? 'password' : kind === 'address' ? 'url' : 'text'}
        autoComplete={kind === 'secret' ? 'new-password' : 'off'}
        spellCheck={false}
        aria-required
        className={inputClass}
      />
      {hint !== '' && <Field.Description className="text-[0.8125rem] text-ink-2">{hint}</Field.Description>}
      <FieldError />
    </Field.Root>
  )
}

export const FieldError = () => <Field.Error className="text-[0.8125rem] font-semibold text-bad" />
