import type { Accuracy } from '@/lib/model/accuracy'
import { fieldText } from '@/lib/text'
import { Card } from '../../../_ui/card'
import type { Visit } from '../../enter'

/** Each difference by name, with its fields and what becomes of it. */
export function Differences({ visit, result }: { visit: Visit; result: Accuracy }) {
  const { t, f, names } = visit
  const words = t.reconciliation.differences
  const unnamed = result.different - result.differences.length
  return (
    <Card title={words.title}>
      <ul className="divide-y divide-line">
        {result.differences.map((each) => (
          <li key={[each.side, each.entity, each.id].join(' ')} className="px-4 py-3 sm:px-[1.125rem]">
            <p className="font-semibold wrap-anywhere">{each.name}</p>
            <p className="text-[0.8125rem] text-ink-2">
              {t.entity[each.entity].one} · {names[each.side]} · {words[each.kind]}
              {each.fields.length > 0 && ` · ${f.list(each.fields.map((key) => fieldText(t, key)))}`}
            </p>
          </li>
        ))}
      </ul>
      {unnamed > 0 && <p className="px-4 py-3 text-ink-2 sm:px-[1.125rem]">{words.more(unnamed)}</p>}
    </Card>
  )
}
