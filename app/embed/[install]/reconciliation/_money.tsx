import type { Money as Sum } from '@/lib/model/accuracy'
import { sides } from '@/lib/model/words'
import { Card } from '../../../_ui/card'
import type { Visit } from '../../enter'

/** Totals of both sides, month by month and currency by currency, with what lies between them. */
export function Money({ visit: { t, f, names }, money }: { visit: Visit; money: readonly Sum[] }) {
  const words = t.reconciliation.money
  if (money.length === 0) return null
  const heads = [words.records, words.period, names.crm, names.books, words.between]
  const [what, when, ...amounts] = heads
  return (
    <Card title={words.title}>
      <table role="table" className="sheet">
        <thead>
          <tr role="row">
            {heads.map((head, at) => (
              <th key={head} role="columnheader" scope="col" className={at > 1 ? 'num' : ''}>
                {head}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {money.map((sum) => {
            const [crm, books] = sides.map((side) => sum.amount[side])
            const shown = [crm ?? 0, books ?? 0, (crm ?? 0) - (books ?? 0)]
            return (
              <tr key={[sum.entity, sum.currency, sum.period].join(' ')} role="row">
                <td role="cell" data-lead>
                  {t.entity[sum.entity].many}
                </td>
                <td role="cell" data-label={when}>
                  {sum.period === null ? words.undated : f.month(sum.period)}
                </td>
                {shown.map((amount, at) => (
                  <td key={amounts[at]} role="cell" className="num" data-label={amounts[at]}>
                    {f.money(amount, sum.currency)}
                  </td>
                ))}
              </tr>
            )
          })}
        </tbody>
        <caption className="sr-only">{`${words.title} (${what})`}</caption>
      </table>
    </Card>
  )
}
