import { notFound } from 'next/navigation'
import { daysKept } from '@/lib/service/uninstall'
import { accountsTexts } from '@/lib/text/accounts'
import { buttonClass } from '../../../../_ui/button'
import { Card, CardBody } from '../../../../_ui/card'
import { PageHead } from '../../../../_ui/page-head'
import { Question } from '../../../../_ui/question'
import { enter } from '../../../enter'
import { Mirrored } from '../_parts/mirrored'
import { leaveNow } from '../leave-actions'

const day = 24 * 60 * 60_000

/** Leaving for good: what is kept and for how long, the data to take along, and one button. */
export default async function LeavePage({ params }: { params: Promise<{ install: string }> }) {
  const { install } = await params
  const visit = await enter(install)
  if (visit === null) return null
  if (!visit.admin) notFound()
  const { t, f, now, locale, paths } = visit
  const { leave, disconnect } = accountsTexts(locale)
  const until = f.moment(now + daysKept * day, now)
  return (
    <>
      <PageHead title={leave.title} lead={leave.lead} back={{ href: paths.settings, label: t.settings.title }} />
      <Question
        ask={leaveNow.bind(null, install)}
        button={leave.button}
        note={leave.untouched}
        done={{ title: leave.gone, next: <p className="text-ink-2">{leave.goneTodo(until)}</p> }}
      >
        <Card title={leave.export}>
          <CardBody>
            <p className="text-ink-2">{leave.exportLead}</p>
            <p className="mt-3 flex flex-wrap gap-2">
              <a href={`${paths.home}/export`} download className={buttonClass('plain')}>
                {leave.json}
              </a>
              <a href={`${paths.home}/export?form=table`} download className={buttonClass('plain')}>
                {leave.csv}
              </a>
            </p>
          </CardBody>
        </Card>
        <p className="text-ink-2">{leave.kept(daysKept)}</p>
        <h2>{disconnect.mirrored(visit.names.crm)}</h2>
        <Mirrored visit={visit} />
      </Question>
    </>
  )
}
