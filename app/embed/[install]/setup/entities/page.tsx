import { travels } from '@/lib/service/travels'
import { fieldText } from '@/lib/text'
import { Question } from '../../../../_ui/question'
import { enter } from '../../../enter'
import { TravelsEditor } from '../_edit/travels-editor'
import { DetailHead } from '../_parts/detail-head'
import { NearRealTime } from '../_parts/near-real-time'
import { scheduleText, weekdays } from '../_parts/schedule-text'
import { keepTravels } from '../details-actions'

/** What travels, in which direction, when, and which records are left out. */
export default async function TravelsPage({ params }: { params: Promise<{ install: string }> }) {
  const visit = await enter((await params).install)
  if (visit === null) return null
  const { t, f, names, admin, install, locale, zone } = visit
  const view = await travels(visit.seat)
  return (
    <>
      <DetailHead
        visit={visit}
        here="entities"
        title={t.pages.travels.title}
        lead={t.pages.travels.lead}
        problem={view.problem}
      />
      {view.problem === null && admin && (
        <Question
          ask={keepTravels.bind(null, install)}
          button={t.pages.details.saveAndSee}
          note={t.pages.details.unsaved}
        >
          <TravelsEditor
            install={install}
            locale={locale}
            names={names}
            zone={zone ?? 'UTC'}
            days={weekdays(locale)}
            every={view.every}
            fastest={view.fastest}
            appointment={view.appointment}
            shown={view.shown}
            rules={view.rules.map(({ filterable, count, direction, ...rule }) => ({
              ...rule,
              title: t.entity[rule.entity].many,
              lane: [t.direction[direction](names), rule.locked ? t.locked(names.books) : '']
                .filter(Boolean)
                .join('. '),
              count: count && { passing: f.number(count.passing), of: f.number(count.of) },
              fields: filterable.map(({ key, label, type, values }) => ({
                key,
                label: key.startsWith('x:') ? label : fieldText(t, key),
                type,
                values: values ?? [],
              })),
            }))}
          />
        </Question>
      )}
      <NearRealTime visit={visit} every={scheduleText(visit, view)} />
    </>
  )
}
