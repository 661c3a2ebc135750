import { ArrowRight } from 'lucide-react'
import type { SetField } from '@/lib/model/decision'
import { fieldText, linesText, valueText } from '@/lib/text'
import type { Format, Texts } from '@/lib/text'
import type { Lane } from '@/lib/text/keys'

interface DiffProps {
  readonly t: Texts
  readonly f: Format
  readonly lane: Lane
  readonly sets: readonly SetField[]
  /** A record that was not there has no old values to show. */
  readonly fresh: boolean
}

/** Field by field, old and new; a new record folds its many fields away. */
export function Diff({ sets, ...rest }: DiffProps) {
  const shown = rest.fresh ? sets.filter((set) => set.value !== null) : sets
  if (shown.length === 0) return null
  const list = (
    <dl className="mt-2 grid gap-x-4 gap-y-1 text-[0.8125rem] sm:grid-cols-[9rem_1fr]">
      {shown.map((set) => (
        <Line key={set.key} set={set} {...rest} />
      ))}
    </dl>
  )
  if (!rest.fresh || shown.length <= 4) return list
  return (
    <details className="mt-1">
      <summary className="link inline-block min-h-6 text-[0.8125rem]">
        {shown
          .slice(0, 3)
          .map((set) => fieldText(rest.t, set.key))
          .join(', ')}{' '}
        + {rest.f.number(shown.length - 3)}
      </summary>
      {list}
    </details>
  )
}

function Line({ t, f, set, fresh }: Omit<DiffProps, 'sets'> & { set: SetField }) {
  return (
    <>
      <dt className="text-ink-3">{fieldText(t, set.key)}</dt>
      <dd className="min-w-0 break-words whitespace-pre-line max-sm:mb-1">
        {!fresh && (
          <>
            <span className="sr-only">{t.common.labelled(t.history.before, '')}</span>
            <del className="text-ink-3 decoration-line-strong">{valueText(t, f, set.key, set.before)}</del>
            <ArrowRight aria-hidden className="mx-1.5 mb-0.5 inline size-3.5 text-ink-3" />
            <span className="sr-only">{t.common.labelled(t.history.after, '')}</span>
          </>
        )}
        <ins className="font-semibold no-underline">{valueText(t, f, set.key, set.value)}</ins>
        {set.key === 'lines' && <Lines f={f} set={set} />}
      </dd>
    </>
  )
}

/** Of a document's lines only those that went or came. */
function Lines({ f, set }: { f: Format; set: SetField }) {
  const { gone, come } = linesText(f, set.before, set.value)
  return (
    <ul>
      {gone.map((line, at) => (
        <li key={`- ${at}`}>
          <del className="text-ink-3 decoration-line-strong">{line}</del>
        </li>
      ))}
      {come.map((line, at) => (
        <li key={`+ ${at}`}>
          <ins className="no-underline">{line}</ins>
        </li>
      ))}
    </ul>
  )
}
