import { CircleCheck } from 'lucide-react'
import type { About, Incident } from '@/lib/model/alert'
import { fieldText } from '@/lib/text'
import { alertTexts } from '@/lib/text/alerts'
import { Card } from '../../../_ui/card'
import { Tag } from '../../../_ui/tag'
import type { Visit } from '../../enter'
import { Nothing } from './nothing'

/** Causes that came to an end by themselves or by somebody's hand. */
export function Ended({ visit, ended }: { visit: Visit; ended: readonly Incident[] }) {
  const { o, f, now } = visit
  if (ended.length === 0) return <Nothing icon={CircleCheck} title={o.errors.noneEnded} />
  return (
    <Card>
      <ul className="divide-y divide-line">
        {ended.map((incident) => {
          const at = incident.resolvedAt ?? now
          const lasted = f.duration((at - incident.openedAt) / 1000)
          return (
            <li
              key={incident.id}
              className="flex flex-wrap items-start justify-between gap-x-4 gap-y-1 px-4 py-3 sm:px-[1.125rem]"
            >
              <div className="min-w-0">
                <p className="font-semibold">{aboutText(visit, incident.about)}</p>
                <p className="text-[0.8125rem] text-ink-2">{o.errors.endedAt(f.moment(at, now), lasted)}</p>
              </div>
              {incident.about.kind === 'records' && <Tag tone="still">{o.errors.most(incident.most)}</Tag>}
            </li>
          )
        })}
      </ul>
    </Card>
  )
}

function aboutText({ t, o, head, locale }: Visit, about: About): string {
  const vendorName = (id: string) => [head.crm, head.books].find((vendor) => vendor?.id === id)?.name ?? id
  switch (about.kind) {
    case 'records': {
      const field = about.field === null ? '' : ` (${fieldText(t, about.field)})`
      return `${t.common.labelled(t.entity[about.entity].many, t.reason[about.reason].title)}${field}`
    }
    case 'signed-out':
      return o.errors.signedOut(vendorName(about.vendor))
    case 'expiring':
      return alertTexts(locale).subject.expiring(vendorName(about.vendor), about.days)
    case 'missed':
      return o.errors.missed
    case 'degraded':
      return alertTexts(locale).subject.degraded
    case 'held':
      return o.errors.held
  }
}
