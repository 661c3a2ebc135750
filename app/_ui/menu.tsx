'use client'

import { Menu as Base } from '@base-ui/react/menu'
import { Check, ChevronDown } from 'lucide-react'
import Link from 'next/link'

interface MenuProps {
  readonly label: string
  readonly shown: string
  readonly links: readonly { readonly href: string; readonly label: string; readonly on: boolean }[]
}

/** What is shown now, and the other things that could be shown instead. */
export function Menu({ label, shown, links }: MenuProps) {
  return (
    <Base.Root>
      <Base.Trigger
        aria-label={label}
        className="-ml-1.5 inline-flex min-h-6 max-w-[calc(100%+0.375rem)] items-center gap-1 rounded-inner px-1.5 text-ink-2 hover:bg-sunken"
      >
        <span className="min-w-0 truncate">{shown}</span>
        <ChevronDown aria-hidden className="size-4 shrink-0" />
      </Base.Trigger>
      <Base.Portal>
        <Base.Positioner sideOffset={4} align="start" className="z-20">
          <Base.Popup className="max-h-80 min-w-48 overflow-auto rounded-box border border-line bg-surface py-1 shadow-float outline-none">
            {links.map(({ href, label: text, on }) => (
              <Base.Item
                key={href}
                render={<Link href={href} aria-current={on ? 'true' : undefined} />}
                className="flex min-h-8 items-center gap-2 px-3 py-1 data-[highlighted]:bg-sunken"
              >
                <Check aria-hidden className={`size-4 shrink-0 ${on ? '' : 'invisible'}`} />
                {text}
              </Base.Item>
            ))}
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  )
}
