import { Check } from 'lucide-react'
import type { Visit } from '../../../enter'

export const steps = ['crm', 'books', 'company', 'choices', 'review'] as const
/** Once it runs, the same pages are settings. */
export const isStarted = ({ head }: Visit): boolean => head.state.kind !== 'not-set-up' && head.state.kind !== 'ready'

export type Step = (typeof steps)[number]

/** Where in the set-up this page stands; gone once the set-up is done. */
export function Steps({ visit, here }: { visit: Visit; here: Step }) {
  if (isStarted(visit)) return null
  const { t } = visit
  const at = steps.indexOf(here)
  return (
    <div>
      <p className="text-[0.8125rem] text-ink-2 sm:sr-only">
        {t.common.labelled(t.setup.step(at + 1, steps.length), t.setup.steps[here])}
      </p>
      <ol aria-hidden className="mt-1.5 grid grid-cols-5 gap-1.5 sm:mt-0">
        {steps.map((step, number) => (
          <li key={step} className={`border-t-[3px] pt-1.5 ${number <= at ? 'border-accent' : 'border-line'}`}>
            <span
              className={`hidden items-center gap-1 text-[0.8125rem] sm:flex ${number === at ? 'font-semibold' : 'text-ink-3'}`}
            >
              {number < at && <Check className="size-3.5 text-accent" />}
              {t.setup.steps[step]}
            </span>
          </li>
        ))}
      </ol>
    </div>
  )
}
