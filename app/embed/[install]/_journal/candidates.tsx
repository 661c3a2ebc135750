import type { SetField } from '@/lib/model/decision'
import { fieldText, valueText } from '@/lib/text'
import type { Lane } from '@/lib/text/keys'
import type { Visit } from '../../enter'

/** Why a value won: what each side said and what both last agreed on, folded away until somebody asks. */
export function Candidates({ visit: { t, f }, lane, sets }: { visit: Visit; lane: Lane; sets: readonly SetField[] }) {
  if (sets.length === 0) return null
  const words = t.history
  return (
    <details className="mt-1">
      <summary className="link inline-block min-h-6 text-[0.8125rem]">{words.details}</summary>
      <ul className="mt-1 space-y-3 rounded-inner bg-sunken p-3 text-[0.8125rem]">
        {sets.map((set) => (
          <li key={set.key}>
            <p className="font-semibold">{fieldText(t, set.key)}</p>
            <dl className="grid gap-x-4 sm:grid-cols-[12rem_1fr]">
              <dt className="text-ink-2">{words.said(lane.origin)}</dt>
              <dd>{set.from === null ? words.setByRule : valueText(t, f, set.from, set.origin)}</dd>
              <dt className="text-ink-2">{words.had(lane.target)}</dt>
              <dd>{valueText(t, f, set.key, set.before)}</dd>
              <dt className="text-ink-2">{words.agreed}</dt>
              <dd>{set.base === null ? words.neverAgreed : valueText(t, f, set.key, set.base)}</dd>
            </dl>
            <p className="mt-0.5 text-ink-2">
              {t.why[set.why](lane)} {set.lost !== null && words.lost(valueText(t, f, set.key, set.lost))}
            </p>
          </li>
        ))}
      </ul>
    </details>
  )
}
