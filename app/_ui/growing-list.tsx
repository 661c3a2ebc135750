'use client'

import { useMemo, useState, useTransition } from 'react'
import { buttonClass } from './button'
import { LongList } from './long-list'
import type { Row } from './long-list'

export interface Rows {
  readonly rows: readonly Row[]
  /** Where the list goes on; null at its end. */
  readonly next: string | null
}

interface GrowingListProps {
  readonly label: string
  readonly given: Rows
  readonly more: string
  /** The page that goes on from here, for whoever has no script and for a new tab. */
  readonly href: string | null
  /** Null where nobody is signed in any more. */
  readonly load: (cursor: string) => Promise<Rows | null>
}

/** A page of a list, and the next ones below it, as far as somebody reads. */
export function GrowingList({ label, given, more, href, load }: GrowingListProps) {
  const [read, setRead] = useState<readonly Rows[]>([])
  const [waits, start] = useTransition()
  const rows = useMemo(() => unique([given, ...read].flatMap((page) => page.rows)), [given, read])
  const next = read.length === 0 ? given.next : (read.at(-1)?.next ?? null)
  const fresh = read.length === 0 ? 0 : rows.length - (read.at(-1)?.rows.length ?? 0)
  const readOn = (cursor: string) =>
    start(async () => {
      const found = await load(cursor)
      if (found) setRead((pages) => [...pages, found])
      else location.reload()
    })
  return (
    <div>
      <LongList label={label} rows={rows} fresh={fresh} {...(next === null ? { of: rows.length } : {})} />
      {next !== null && (
        <div className="border-t border-line p-3 text-center">
          <a
            href={href === null ? undefined : goingOn(href, next)}
            aria-disabled={waits}
            className={`${buttonClass('plain')} ${waits ? 'opacity-60' : ''}`}
            onClick={(event) => {
              event.preventDefault()
              if (!waits) readOn(next)
            }}
          >
            {more}
          </a>
        </div>
      )}
    </div>
  )
}

/** The same address, from another place of the list on. */
function goingOn(href: string, cursor: string): string {
  const [path = '', query = ''] = href.split('?')
  const asked = new URLSearchParams(query)
  asked.set('cursor', cursor)
  return `${path}?${asked.toString()}`
}

/** What changed meanwhile may stand in two pages: it is shown where it came first. */
function unique(rows: readonly Row[]): readonly Row[] {
  return [...new Map(rows.map((row) => [row.key, row])).values()]
}
