'use client'

import { Form } from '@base-ui/react/form'
import { CircleAlert, LoaderCircle } from 'lucide-react'
import { useEffect, useRef, useState } from 'react'
import type { ReactNode } from 'react'
import type { CheckLine } from '../../../../_ui/answer'
import { buttonClass } from '../../../../_ui/button'
import { Checks } from '../../../../_ui/checks'
import { isOurs, sayTo } from '../../../../_ui/opener'
import { PrimaryBar } from '../../../../_ui/question'
import type { BeginAnswer, WatchAnswer } from '../consent-actions'

export interface ConsentTexts {
  readonly button: string
  readonly note: string
  readonly waiting: string
  readonly waitingMore: string
  readonly noWindow: string
  readonly noWindowMore: string
  readonly open: string
  readonly stop: string
  readonly checks: string
}

interface ConsentProps {
  readonly begin: (form: FormData) => Promise<BeginAnswer>
  readonly watch: (attempt: string) => Promise<WatchAnswer>
  readonly texts: ConsentTexts
  /** The way on, once it is done. */
  readonly next: ReactNode
  readonly children?: ReactNode
}

type Stage =
  | {
      readonly kind: 'asked'
      readonly title: string | null
      readonly lines: readonly string[]
      readonly fields: Fields
    }
  | { readonly kind: 'beginning' }
  /** `link`: where our window could not be opened. */
  | { readonly kind: 'waiting'; readonly attempt: string; readonly link: string | null }
  | { readonly kind: 'done'; readonly checks: readonly CheckLine[] }
type Fields = Readonly<Record<string, string>>

const start: Stage = { kind: 'asked', title: null, lines: [], fields: {} }
const look = 2_000

/** Signing in at a vendor: its page in a window, and here the wait for what the server knows of it. */
export function Consent({ begin, watch, texts, next, children }: ConsentProps) {
  const [stage, setStage] = useState<Stage>(start)
  const summary = useRef<HTMLDivElement>(null)
  useEffect(() => {
    if (stage.kind === 'done' || (stage.kind === 'asked' && stage.title !== null)) summary.current?.focus()
  }, [stage])
  useWatching(stage, watch, setStage)
  const submit = (form: FormData) => {
    // Only in the very moment of the click may a window open; where it goes is known a moment later.
    const opened = window.open('about:blank', '_blank', 'popup,width=640,height=780')
    setStage({ kind: 'beginning' })
    void begin(form).then((answer) => setStage(leaving(answer, opened)))
  }
  if (stage.kind === 'done') {
    return (
      <div ref={summary} tabIndex={-1} className="space-y-4 outline-none">
        <Checks title={texts.checks} checks={stage.checks} />
        <div className="flex justify-end">{next}</div>
      </div>
    )
  }
  if (stage.kind === 'waiting') return <Waiting texts={texts} link={stage.link} stop={() => setStage(start)} />
  const busy = stage.kind === 'beginning'
  return (
    <Form
      noValidate
      errors={stage.kind === 'asked' ? stage.fields : {}}
      onSubmit={(event) => {
        event.preventDefault()
        submit(new FormData(event.currentTarget))
      }}
      className="space-y-4"
    >
      {stage.kind === 'asked' && stage.title !== null && (
        <div ref={summary} tabIndex={-1} role="alert" className="flex gap-3 rounded-box bg-bad-soft px-4 py-3">
          <CircleAlert aria-hidden className="mt-0.5 size-[1.125rem] shrink-0 text-bad" />
          <div>
            <p className="font-semibold text-bad">{stage.title}</p>
            {stage.lines.map((line) => (
              <p key={line}>{line}</p>
            ))}
          </div>
        </div>
      )}
      {children}
      <PrimaryBar note={texts.note}>
        <button type="submit" disabled={busy} aria-busy={busy} className={buttonClass('primary')}>
          {busy && <LoaderCircle aria-hidden className="turn size-4" />}
          {texts.button}
        </button>
      </PrimaryBar>
    </Form>
  )
}

/** Sends the window on its way; one that was never opened, or is closed by now, leaves a link. */
function leaving(answer: BeginAnswer, opened: Window | null): Stage {
  if (!answer.ok) {
    opened?.close()
    return { kind: 'asked', title: answer.title, lines: answer.lines, fields: answer.fields }
  }
  const address = `/connect/${answer.attempt}#k=${answer.secret}`
  opened?.location.replace(address)
  return { kind: 'waiting', attempt: answer.attempt, link: opened === null ? address : null }
}

/** Asks the server every two seconds; the window may hurry it, and vouching for that window is ours to do. */
function useWatching(stage: Stage, watch: ConsentProps['watch'], setStage: (stage: Stage) => void): void {
  const attempt = stage.kind === 'waiting' ? stage.attempt : null
  const asking = useRef(false)
  useEffect(() => {
    if (attempt === null) return
    let waits = true
    const ask = async () => {
      if (asking.current) return
      asking.current = true
      const answer = await watch(attempt).finally(() => (asking.current = false))
      if (!waits || answer.kind === 'under-way') return
      setStage(answer.kind === 'done' ? answer : { ...answer, kind: 'asked', fields: {} })
    }
    const hear = (event: MessageEvent<unknown>) => {
      if (isOurs(event, 'mine?', attempt)) sayTo(event.source, { concord: 'yes', attempt })
      if (isOurs(event, 'ended', attempt)) void ask()
    }
    const timer = setInterval(() => void ask(), look)
    addEventListener('message', hear)
    return () => {
      waits = false
      clearInterval(timer)
      removeEventListener('message', hear)
    }
  }, [attempt, watch, setStage])
}

function Waiting({ texts, link, stop }: { texts: ConsentTexts; link: string | null; stop: () => void }) {
  return (
    <div className="space-y-4">
      <div role="status" className="flex gap-3 rounded-box bg-accent-soft px-4 py-3">
        <LoaderCircle aria-hidden className="turn mt-0.5 size-[1.125rem] shrink-0" />
        <div>
          <p className="font-semibold">{link === null ? texts.waiting : texts.noWindow}</p>
          <p>{link === null ? texts.waitingMore : texts.noWindowMore}</p>
        </div>
      </div>
      <PrimaryBar>
        <button type="button" onClick={stop} className={buttonClass('plain')}>
          {texts.stop}
        </button>
        {link !== null && (
          <a href={link} target="_blank" rel="opener" className={buttonClass('primary')}>
            {texts.open}
          </a>
        )}
      </PrimaryBar>
    </div>
  )
}
