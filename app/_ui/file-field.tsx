'use client'

import { Field } from '@base-ui/react/field'
import { useState } from 'react'
import { buttonClass } from './button'
import { FieldError } from './field'

interface FileFieldProps {
  readonly name: string
  readonly label: string
  readonly hint: string
  readonly choose: string
  readonly accept: string
}

/** A file from the reader's computer, asked for in the page's words: a browser's own button speaks the browser's language. */
export function FileField({ name, label, hint, choose, accept }: FileFieldProps) {
  const [chosen, setChosen] = useState<string | null>(null)
  return (
    <Field.Root name={name} className="space-y-1">
      <label className="block">
        <span className="block font-semibold">{label}</span>
        <span className="relative mt-1 flex flex-wrap items-center gap-2 rounded-inner has-[:focus-visible]:outline-2 has-[:focus-visible]:outline-offset-2 has-[:focus-visible]:outline-accent">
          <input
            type="file"
            name={name}
            accept={accept}
            onChange={({ target }) => setChosen(target.files?.[0]?.name ?? null)}
            className="absolute inset-0 cursor-pointer opacity-0"
          />
          <span aria-hidden className={buttonClass('plain')}>
            {choose}
          </span>
          {chosen !== null && <span className="min-w-0 break-words">{chosen}</span>}
        </span>
        <span className="text-[0.8125rem] text-ink-2">{hint}</span>
      </label>
      <FieldError />
    </Field.Root>
  )
}
