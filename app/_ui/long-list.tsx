'use client'

import { defaultRangeExtractor, useWindowVirtualizer } from '@tanstack/react-virtual'
import type { Range } from '@tanstack/react-virtual'
import { useCallback, useEffect, useLayoutEffect, useRef, useState } from 'react'
import type { FocusEvent, ReactNode } from 'react'

export interface Row {
  readonly key: string
  readonly node: ReactNode
}

interface LongListProps {
  readonly label: string
  readonly rows: readonly Row[]
  /** How many there are in all, where that is known; a reader's screen says so. */
  readonly of?: number
  /** The row at which a reader goes on once it is there: the first that was added. */
  readonly fresh?: number
}

/** So many rows are drawn plainly; of more only those near the eye, and those around the one that has the keyboard. */
const plainly = 100
const usualHeight = 72
const beyond = 8

/** A list that stays light however long it grows. Rows take the height they need, and stay where they are. */
export function LongList({ label, rows, of, fresh = 0 }: LongListProps) {
  const list = useRef<HTMLUListElement>(null)
  const [top, setTop] = useState(0)
  const [held, setHeld] = useState(-1)
  const long = rows.length > plainly
  const seen = useCallback(
    (range: Range) => drawnToo(defaultRangeExtractor(range), [held - 1, held, held + 1, fresh], range.count),
    [held, fresh],
  )
  const keyOf = useCallback((index: number) => rows[index]?.key ?? index, [rows])
  const virtual = useWindowVirtualizer({
    ...{ count: rows.length, overscan: beyond, scrollMargin: top, rangeExtractor: seen },
    estimateSize: () => usualHeight,
    getItemKey: keyOf,
  })
  useLayoutEffect(() => {
    if (list.current) setTop(list.current.getBoundingClientRect().top + window.scrollY)
  }, [rows.length])
  useEffect(() => {
    if (fresh > 0) list.current?.querySelector<HTMLElement>(`li[data-index="${fresh}"]`)?.focus()
  }, [fresh])
  const near = virtual.getVirtualItems()
  const drawn =
    long && near.length > 0 ? near.map(({ index }) => index) : rows.slice(0, plainly).map((_, index) => index)
  const placeOf = (index: number) => virtual.measurementsCache[index]
  const end = (placeOf(drawn.at(-1) ?? -1)?.end ?? top) - top
  return (
    <ul
      ref={list}
      aria-label={label}
      // Room above the first row belongs to the list, and the browser keeps no row in its place by itself.
      className="flow-root divide-y divide-line [overflow-anchor:none]"
      style={{ paddingBottom: long ? Math.max(0, virtual.getTotalSize() - end) : 0 }}
      onFocus={(event) => setHeld(indexOf(event))}
    >
      {drawn.map((index, at) => (
        <li
          key={rows[index]?.key}
          ref={virtual.measureElement}
          data-index={index}
          tabIndex={-1}
          aria-setsize={of ?? -1}
          aria-posinset={index + 1}
          style={{ marginTop: long ? gap(placeOf(index)?.start, placeOf(drawn[at - 1] ?? -1)?.end ?? top) : 0 }}
        >
          {rows[index]?.node}
        </li>
      ))}
    </ul>
  )
}

/** Room of the rows that are not drawn between one that is and the next. */
const gap = (start: number | undefined, before: number): number => Math.max(0, (start ?? before) - before)

const drawnToo = (near: readonly number[], more: readonly number[], count: number): number[] =>
  [...new Set([...near, ...more.filter((index) => index >= 0 && index < count)])].sort((one, other) => one - other)

function indexOf({ target }: FocusEvent<HTMLUListElement>): number {
  return Number(target.closest('li[data-index]')?.getAttribute('data-index') ?? -1)
}
