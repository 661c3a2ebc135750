'use client'

import { Combobox } from '@base-ui/react/combobox'
import { useVirtualizer } from '@tanstack/react-virtual'
import type { Virtualizer } from '@tanstack/react-virtual'
import { Check } from 'lucide-react'
import { useImperativeHandle, useMemo, useRef, useState } from 'react'
import type { ReactNode, Ref } from 'react'
import type { PickValue } from './pick'
import { useOutside } from './use-outside'

/** So many values are read at a glance; among more somebody looks for one by its name. */
const atAGlance = 40
export const isLong = (values: readonly PickValue[]): boolean => values.length > atAGlance

type Chosen<Many extends boolean> = Pick<
  Combobox.Root.Props<string, Many, PickValue>,
  'value' | 'defaultValue' | 'onValueChange' | 'multiple'
>
type FindProps<Many extends boolean> = Chosen<Many> & {
  readonly label: string
  readonly values: readonly PickValue[]
  /** What opens it. */
  readonly children: ReactNode
}
type List = Virtualizer<HTMLDivElement, Element>

/** One or several of a long list: a line to type a part of the name in, and of those that fit only the ones in sight are drawn. */
export function Find<Many extends boolean = false>({ label, values, children, ...chosen }: FindProps<Many>) {
  const words = useOutside()
  const list = useRef<List>(null)
  const [box, setBox] = useState<HTMLDivElement | null>(null)
  const items = useMemo(
    () => Combobox.createItems([...values], { getValue: ({ value }) => value, getLabel: (one) => one.label }),
    [values],
  )
  return (
    <Combobox.Root<string, Many, PickValue>
      {...chosen}
      virtualized
      autoHighlight
      items={items}
      onItemHighlighted={(value, { reason, index }) => {
        if (value !== undefined && reason !== 'pointer') show(list.current, index)
      }}
    >
      {children}
      <Combobox.Portal>
        <Combobox.Positioner sideOffset={4} align="start" className="z-10">
          <Combobox.Popup
            aria-label={label}
            className="w-(--anchor-width) max-w-(--available-width) min-w-64 rounded-box border border-line bg-surface p-1 shadow-float"
          >
            <Combobox.Input
              aria-label={label}
              placeholder={words.find}
              className="block min-h-9 w-full rounded-inner border border-line-strong bg-surface px-3 py-1.5 placeholder:text-ink-3"
            />
            <Combobox.Empty className="px-3 text-ink-2">
              <span className="block py-2">{words.noneFound}</span>
            </Combobox.Empty>
            <Combobox.List
              ref={setBox}
              className="mt-1 overscroll-contain"
              style={{ maxHeight: `min(${String(most)}px, calc(var(--available-height) - 3.5rem))`, overflowY: 'auto' }}
            >
              <Fitting list={list} box={box} />
            </Combobox.List>
          </Combobox.Popup>
        </Combobox.Positioner>
      </Combobox.Portal>
    </Combobox.Root>
  )
}

/** The keyboard goes further than what is drawn, from the end to the beginning and back. */
const show = (list: List | null, index: number): void => queueMicrotask(() => list?.scrollToIndex(index))

const usualHeight = 32
const most = 288

function Fitting({ list, box }: { readonly list: Ref<List>; readonly box: HTMLDivElement | null }) {
  const fitting = Combobox.useFilteredItems<PickValue>()
  const virtual = useVirtualizer<HTMLDivElement, Element>({
    ...{ count: fitting.length, overscan: 8, initialRect: { width: 0, height: most } },
    getScrollElement: () => box,
    estimateSize: () => usualHeight,
    getItemKey: (index) => fitting[index]?.value ?? index,
  })
  useImperativeHandle(list, () => virtual)
  if (fitting.length === 0) return null
  return (
    <div role="presentation" style={{ height: virtual.getTotalSize(), position: 'relative' }}>
      {virtual.getVirtualItems().map(({ index, start, key }) => (
        <Combobox.Item
          key={key}
          ref={virtual.measureElement}
          index={index}
          data-index={index}
          value={fitting[index]?.value ?? ''}
          aria-setsize={fitting.length}
          aria-posinset={index + 1}
          className="flex min-h-8 items-center gap-2 rounded-inner px-2 py-1 data-[highlighted]:bg-accent-soft"
          style={{ position: 'absolute', top: 0, insetInline: 0, transform: `translateY(${String(start)}px)` }}
        >
          <span className="grid size-4 shrink-0 place-items-center">
            <Combobox.ItemIndicator>
              <Check aria-hidden className="size-4 text-accent" />
            </Combobox.ItemIndicator>
          </span>
          <span className="min-w-0 break-words">{fitting[index]?.label}</span>
        </Combobox.Item>
      ))}
    </div>
  )
}
