'use client'

import { signIn } from 'next-auth/react'
import { useEffect, useState } from 'react'
import type { OpeningTexts } from '@/lib/text/launch'
import { buttonClass } from '../_ui/button'
import { Said } from '../_ui/said'

type Stage =
  | { readonly kind: 'opening' }
  | { readonly kind: 'ended' }
  /** `address`: this very page with its ticket, still to be spent. */
  | { readonly kind: 'blocked'; readonly address: string }

/** Spends the ticket of its address, or says what to do instead. */
export function Opening({ texts }: { readonly texts: OpeningTexts }) {
  const [stage, setStage] = useState<Stage>({ kind: 'opening' })
  useEffect(() => {
    let shown = true
    void open().then((next) => shown && setStage(next))
    return () => {
      shown = false
    }
  }, [])
  switch (stage.kind) {
    case 'opening':
      return <p role="status">{texts.opening}</p>
    case 'ended':
      return <Said title={texts.ended} why={texts.endedWhy} />
    case 'blocked':
      return (
        <Said title={texts.blocked} why={texts.blockedWhy}>
          <a href={stage.address} target="_blank" rel="noopener noreferrer" className={buttonClass('primary')}>
            {texts.newTab}
          </a>
        </Said>
      )
  }
}

/** One ticket is spent once: React runs effects twice while developing, and both runs must get the same answer. */
let opening: Promise<Stage> | undefined

function open(): Promise<Stage> {
  opening ??= redeem(/^#t=([\w-]+)$/.exec(location.hash)?.[1])
  return opening
}

async function redeem(ticket: string | undefined): Promise<Stage> {
  if (ticket === undefined) return { kind: 'ended' }
  if (!(await keepsCookies())) return { kind: 'blocked', address: location.href }
  const answer = await signIn('launch', { ticket, redirect: false, callbackUrl: '/embed' })
  if (!answer?.ok) return { kind: 'ended' }
  history.replaceState(null, '', location.pathname + location.search)
  location.reload()
  return { kind: 'opening' }
}

/** The same token twice means that its cookie came back; asked before the ticket is spent, so that a new tab can. */
async function keepsCookies(): Promise<boolean> {
  const first = await csrfToken()
  return first === (await csrfToken())
}

async function csrfToken(): Promise<unknown> {
  const answer = await fetch('/api/auth/csrf', { cache: 'no-store' })
  const body: unknown = await answer.json()
  return typeof body === 'object' && body !== null && 'csrfToken' in body ? body.csrfToken : null
}
