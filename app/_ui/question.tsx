'use client'

import { Form } from '@base-ui/react/form'
import { CircleAlert, CircleCheck, LoaderCircle } from 'lucide-react'
import { startTransition, useActionState, useEffect, useRef } from 'react'
import type { ReactNode } from 'react'
import { answerId } from './answer'
import type { Answer } from './answer'
import { buttonClass } from './button'
import { Checks } from './checks'

interface QuestionProps {
  readonly ask: (before: Answer | null, form: FormData) => Promise<Answer>
  readonly button: string
  readonly children: ReactNode
  /** Beside the button: what is true until it is pressed. */
  readonly note?: string
  /** Shown with the list of checks, instead of the form. */
  readonly done?: { readonly title: string; readonly next: ReactNode }
}

/** A page's one question: the answers stay typed in when something is missing, and the summary takes the focus. */
export function Question({ ask, button, children, note, done }: QuestionProps) {
  const [answer, dispatch, busy] = useActionState(ask, null)
  const summary = useRef<HTMLDivElement>(null)
  useEffect(() => {
    if (answer !== null) (firstOpen(answer) ?? summary.current)?.focus()
  }, [answer])
  if (answer?.ok && answer.checks && done) {
    return (
      <div ref={summary} tabIndex={-1} className="space-y-4 outline-none">
        <Checks title={done.title} checks={answer.checks} />
        <div className="flex justify-end">{done.next}</div>
      </div>
    )
  }
  return (
    <Form
      noValidate
      errors={answer !== null && !answer.ok ? answer.fields : {}}
      onSubmit={(event) => {
        event.preventDefault()
        const form = new FormData(event.currentTarget)
        startTransition(() => dispatch(form))
      }}
      className="space-y-4"
    >
      {answer !== null && !answer.ok && (
        <div ref={summary} tabIndex={-1} role="alert" className="flex gap-3 rounded-box bg-bad-soft px-4 py-3">
          <CircleAlert aria-hidden className="mt-0.5 size-[1.125rem] shrink-0 text-bad" />
          <div>
            <p className="font-semibold text-bad">{answer.title}</p>
            {answer.lines.map((line) => (
              <p key={line}>{line}</p>
            ))}
            <Asked questions={answer.asked ?? []} />
          </div>
        </div>
      )}
      {answer?.ok && answer.said !== null && (
        <div ref={summary} tabIndex={-1} role="status" className="flex gap-3 rounded-box bg-ok-soft px-4 py-3 text-ok">
          <CircleCheck aria-hidden className="mt-0.5 size-[1.125rem] shrink-0" />
          <p className="font-semibold">{answer.said}</p>
        </div>
      )}
      {children}
      <PrimaryBar note={note}>
        <button type="submit" disabled={busy} aria-busy={busy} className={buttonClass('primary')}>
          {busy && <LoaderCircle aria-hidden className="turn size-4" />}
          {button}
        </button>
      </PrimaryBar>
    </Form>
  )
}

/** The first question on this page that still wants an answer. */
function firstOpen(answer: Answer): HTMLElement | null {
  const [name] = answer.ok ? [] : Object.keys(answer.fields)
  return name === undefined ? null : document.getElementById(answerId(name))
}

function Asked({ questions }: { questions: readonly { readonly label: string; readonly href: string }[] }) {
  if (questions.length === 0) return null
  return (
    <ul className="mt-1 list-disc ps-5">
      {questions.map(({ label, href }) => (
        <li key={href}>
          <a href={href} className="underline">
            {label}
          </a>
        </li>
      ))}
    </ul>
  )
}

/** The page's one way on, always in reach. */
export function PrimaryBar({ note, children }: { note?: string | undefined; children: ReactNode }) {
  return (
    <div className="sticky bottom-2 z-[5] flex flex-wrap items-center justify-between gap-x-4 gap-y-2 rounded-box border border-line bg-surface px-4 py-3 shadow-float">
      <span className="text-[0.8125rem] text-ink-2">{note}</span>
      <span className="flex flex-wrap justify-end gap-2 max-sm:basis-full max-sm:[&>*]:flex-1">{children}</span>
    </div>
  )
}
