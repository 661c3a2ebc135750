import { CircleAlert, CircleCheck, Info, TriangleAlert } from 'lucide-react'
import type { ReactNode } from 'react'
import { toneSoft } from './tone'
import type { Tone } from './tone'

const icons = { ok: CircleCheck, info: Info, warn: TriangleAlert, bad: CircleAlert, still: Info } as const

/** One thing to know, with its way out inside. */
export function Notice({ tone, title, children }: { tone: Tone; title?: string; children?: ReactNode }) {
  const Icon = icons[tone]
  return (
    <div className={`flex gap-3 rounded-box px-4 py-3 ${toneSoft[tone]}`}>
      <Icon aria-hidden className="mt-0.5 size-[1.125rem] shrink-0" />
      <div className="min-w-0 flex-1">
        {title !== undefined && <p className="font-semibold">{title}</p>}
        <div className="text-ink">{children}</div>
      </div>
    </div>
  )
}
