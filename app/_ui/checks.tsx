import { CircleCheck, CircleX } from 'lucide-react'
import type { CheckLine } from './answer'

/** Named list of what was tested, each with its result in words. */
export function Checks({ title, checks }: { title: string; checks: readonly CheckLine[] }) {
  return (
    <section className="rounded-box border border-line bg-surface px-4 py-4 shadow-lift">
      <h2 className="mb-2">{title}</h2>
      <ul className="divide-y divide-line">
        {checks.map((check) => (
          <li key={check.label} className="flex items-start gap-3 py-2">
            {check.ok ? (
              <CircleCheck aria-hidden className="mt-0.5 size-[1.125rem] shrink-0 text-ok" />
            ) : (
              <CircleX aria-hidden className="mt-0.5 size-[1.125rem] shrink-0 text-bad" />
            )}
            <span className="min-w-0 flex-1">
              {check.label}
              {check.detail !== null && <span className="block text-[0.8125rem] text-ink-2">{check.detail}</span>}
            </span>
            <span className={`text-[0.8125rem] ${check.ok ? 'text-ink-3' : 'font-semibold text-bad'}`}>
              {check.state}
            </span>
          </li>
        ))}
      </ul>
    </section>
  )
}
