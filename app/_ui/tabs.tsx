'use client'

import Link from 'next/link'
import { usePathname } from 'next/navigation'

export interface Tab {
  readonly href: string
  readonly label: string
  readonly under: readonly string[]
  readonly count?: { readonly shown: string; readonly spoken: string }
}

/** The sections, as links: each has its own address. */
export function Tabs({ label, tabs }: { label: string; tabs: readonly Tab[] }) {
  const path = usePathname()
  const here = (tab: Tab) => path === tab.href || tab.under.some((under) => path.startsWith(under))
  return (
    <nav aria-label={label} className="mt-3 border-b border-line">
      <ul className="-mb-px flex flex-wrap gap-x-0.5 sm:gap-x-1">
        {tabs.map((tab) => (
          <li key={tab.href}>
            <Link
              href={tab.href}
              aria-current={here(tab) ? 'page' : undefined}
              className="flex min-h-10 items-center gap-1.5 border-b-2 border-transparent px-2 text-ink-2 -outline-offset-2 hover:text-ink aria-[current]:border-accent aria-[current]:font-semibold aria-[current]:text-ink sm:px-3"
            >
              {tab.label}
              {tab.count && (
                <span className="rounded-full bg-warn-soft px-2 text-[0.8125rem] font-semibold text-warn">
                  <span aria-hidden>{tab.count.shown}</span>
                  <span className="sr-only">({tab.count.spoken})</span>
                </span>
              )}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  )
}
