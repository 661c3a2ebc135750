'use client'

import { useEffect, useState } from 'react'
import type { BridgePage } from '@/lib/auth/bridge'
import type { Closure } from '@/lib/model/launch'
import type { Locale } from '@/lib/model/words'
import { launchTexts } from '@/lib/text/launch'
import { buttonClass } from '../_ui/button'
import { Said } from '../_ui/said'
import { enterThrough, type Entrance } from './_enter'
import { poster } from './_post'

type Closed = Extract<Entrance, { kind: 'closed' }>

/** Asks the CRM around us who is there, and goes on to their page; or says why it cannot. */
export function Asking({ page, locale }: { readonly page: BridgePage; readonly locale: Locale }) {
  const [closed, setClosed] = useState<Closed | null>(null)
  useEffect(() => {
    let shown = true
    void entering(page, locale).then((entrance) => {
      if (entrance.kind === 'open') location.replace(entrance.location)
      else if (shown) setClosed(entrance)
    })
    return () => {
      shown = false
    }
  }, [page, locale])
  return (
    <main lang={closed?.locale ?? locale} className="mx-auto max-w-[34rem] px-6 py-16">
      {closed === null ? (
        <p role="status">{launchTexts(locale).opening.opening}</p>
      ) : (
        <WhyClosed page={page} closed={closed} />
      )}
    </main>
  )
}

/** What may be over at the next try; the others need another place, or a person. */
const passing: ReadonlySet<Closure> = new Set<Closure>(['silent', 'refused', 'tooMany', 'failed'])

function WhyClosed({ page: { name, home }, closed: { why, locale } }: { page: BridgePage; closed: Closed }) {
  const { bridge } = launchTexts(locale)
  const { title, todo } = bridge.closed[why](name)
  const again = passing.has(why)
  return (
    <Said title={title} why={todo}>
      <p className="flex flex-wrap gap-2">
        {again && (
          <button type="button" className={buttonClass('primary')} onClick={() => location.reload()}>
            {bridge.again}
          </button>
        )}
        <a href={home} target="_blank" rel="noopener noreferrer" className={buttonClass(again ? 'plain' : 'primary')}>
          {bridge.newTab(name)}
        </a>
      </p>
    </Said>
  )
}

/** One entrance a page: React runs effects twice while developing, and what the CRM hands out is good once. */
let entrance: Promise<Entrance> | undefined

function entering(page: BridgePage, locale: Locale): Promise<Entrance> {
  entrance ??= enterThrough(window, page, poster(page.crm, page.install), locale)
  return entrance
}
