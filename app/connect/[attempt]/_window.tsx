'use client'

import { useEffect, useState } from 'react'
import type { Locale } from '@/lib/model/words'
import { accountsTexts } from '@/lib/text/accounts'
import { PlainPage } from '../../_ui/plain-page'
import { buttonClass } from '../../_ui/button'
import { isOurs, sayTo } from '../../_ui/opener'

interface Asked {
  readonly crm: string
  readonly person: string
  readonly vendor: string
}

type Stage =
  | { readonly kind: 'opening' }
  | { readonly kind: 'asking'; readonly asked: Asked; readonly secret: string }
  | { readonly kind: 'spent' }

/** Goes to the vendor at once where our own page opened this window; anybody else is first told who asks. */
export function Leaving({ attempt, title, locale }: { attempt: string; title: string; locale: Locale }) {
  const [stage, setStage] = useState<Stage>({ kind: 'opening' })
  const { popup } = accountsTexts(locale)
  useEffect(() => {
    let shown = true
    void begin(attempt).then((next) => shown && setStage(next))
    return () => {
      shown = false
    }
  }, [attempt])
  if (stage.kind === 'spent') {
    return (
      <PlainPage title={popup.spent}>
        <p>{popup.spentTodo}</p>
      </PlainPage>
    )
  }
  if (stage.kind === 'opening') {
    return (
      <PlainPage title={title}>
        <p role="status">{popup.opening}</p>
      </PlainPage>
    )
  }
  const goOn = () => void leave(attempt, stage.secret).then((left) => left || setStage({ kind: 'spent' }))
  return (
    <PlainPage title={title}>
      <p className="break-words text-ink">{popup.asks(stage.asked.person, stage.asked.crm)}</p>
      <p>{popup.warning}</p>
      <p>
        <button type="button" className={buttonClass('primary')} onClick={goOn}>
          {popup.goOn}
        </button>
      </p>
    </PlainPage>
  )
}

/** The end of the way: the page in the CRM is told to look, and knows the rest from the server. */
export function Ended({ attempt, close }: { attempt: string; close: string }) {
  useEffect(() => sayTo(opener, { concord: 'ended', attempt }), [attempt])
  return (
    <button type="button" className={buttonClass('plain')} onClick={() => window.close()}>
      {close}
    </button>
  )
}

/** React runs effects twice while developing; the key is worth one departure. */
let beginning: Promise<Stage> | undefined

function begin(attempt: string): Promise<Stage> {
  beginning ??= firstStage(attempt)
  return beginning
}

async function firstStage(attempt: string): Promise<Stage> {
  const secret = /^#k=([\w-]{43})$/.exec(location.hash)?.[1]
  history.replaceState(null, '', location.pathname)
  if (secret === undefined) return { kind: 'spent' }
  if (await openedByUs(attempt)) return (await leave(attempt, secret)) ? { kind: 'opening' } : { kind: 'spent' }
  const answer = await post(attempt, 'look', secret)
  return answer === null ? { kind: 'spent' } : { kind: 'asking', asked: answer as Asked, secret } // our own route's answer
}

const patience = 1_500

/** Our page in the frame vouches for the window it opened; only a page of our own origin can hear the question. */
function openedByUs(attempt: string): Promise<boolean> {
  const page: unknown = window.opener
  if (page === null) return Promise.resolve(false)
  return new Promise((resolve) => {
    const timer = setTimeout(() => end(false), patience)
    const hear = (event: MessageEvent<unknown>) => {
      if (event.source === page && isOurs(event, 'yes', attempt)) end(true)
    }
    const end = (answer: boolean) => {
      clearTimeout(timer)
      removeEventListener('message', hear)
      resolve(answer)
    }
    addEventListener('message', hear)
    sayTo(page, { concord: 'mine?', attempt })
  })
}

async function leave(attempt: string, secret: string): Promise<boolean> {
  const answer = await post(attempt, 'open', secret)
  const address = typeof answer === 'object' && answer !== null && 'location' in answer ? answer.location : null
  if (typeof address !== 'string') return false
  location.replace(address)
  return true
}

async function post(attempt: string, what: 'look' | 'open', secret: string): Promise<unknown> {
  const answer = await fetch(`/connect/${attempt}/${what}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ attempt, secret }),
  })
  return answer.ok ? answer.json() : null
}
