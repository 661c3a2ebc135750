'use client'

import { Form } from '@base-ui/react/form'
import { Toast } from '@base-ui/react/toast'
import { LoaderCircle } from 'lucide-react'
import { useState, useTransition } from 'react'
import type { ReactNode } from 'react'
import type { Answer } from './answer'
import { buttonClass } from './button'

interface InlineFormProps {
  readonly ask: (before: Answer | null, form: FormData) => Promise<Answer>
  readonly button: string
  readonly children: ReactNode
}

/** A small question among others on a page: says beside its fields what is wrong, and empties itself when it is done. */
export function InlineForm({ ask, button, children }: InlineFormProps) {
  const [fields, setFields] = useState<Readonly<Record<string, string>>>({})
  const [turn, setTurn] = useState(0)
  const [busy, start] = useTransition()
  const toasts = Toast.useToastManager()
  const send = (form: FormData) => {
    start(async () => {
      const answer = await ask(null, form)
      setFields(answer.ok ? {} : answer.fields)
      if (answer.ok) {
        setTurn((before) => before + 1)
        if (answer.said !== null) toasts.add({ type: 'ok', title: answer.said, timeout: 6000 })
      } else if (Object.keys(answer.fields).length === 0) {
        toasts.add({ type: 'bad', title: answer.title, description: answer.lines.join(' '), timeout: 0 })
      }
    })
  }
  return (
    <Form
      key={turn}
      noValidate
      errors={fields}
      onSubmit={(event) => {
        event.preventDefault()
        send(new FormData(event.currentTarget))
      }}
      className="flex flex-wrap items-start gap-3"
    >
      {children}
      <button type="submit" disabled={busy} aria-busy={busy} className={`${buttonClass('plain')} sm:mt-[1.625rem]`}>
        {busy && <LoaderCircle aria-hidden className="turn size-4" />}
        {button}
      </button>
    </Form>
  )
}
