import { CircleAlert, CircleCheck, CircleDashed, CirclePause, RefreshCw, TriangleAlert } from 'lucide-react'
import { toneSoft } from './tone'
import type { Tone } from './tone'

export type StateTone = Tone | 'busy' | 'paused'

const icons = {
  ok: CircleCheck,
  info: CircleDashed,
  busy: RefreshCw,
  warn: TriangleAlert,
  bad: CircleAlert,
  paused: CirclePause,
  still: CircleDashed,
} as const
const colour = (tone: StateTone): string => toneSoft[tone === 'busy' ? 'info' : tone === 'paused' ? 'still' : tone]

/** The state in a few words, small, for the head of every page. */
export function StateMark({ tone, text }: { tone: StateTone; text: string }) {
  const Icon = icons[tone]
  return (
    <span
      className={`inline-flex min-h-6 items-center gap-1.5 rounded-full py-0.5 pr-3 pl-2 font-semibold ${colour(tone)}`}
    >
      <Icon aria-hidden className={`size-3.5 shrink-0 ${tone === 'busy' ? 'turn' : ''}`} />
      {text}
    </span>
  )
}

/** The same mark large, beside the state's sentence. */
export function StateIcon({ tone }: { tone: StateTone }) {
  const Icon = icons[tone]
  return (
    <span className={`grid size-10 shrink-0 place-items-center rounded-full ${colour(tone)}`}>
      <Icon aria-hidden className={`size-5 ${tone === 'busy' ? 'turn' : ''}`} />
    </span>
  )
}
