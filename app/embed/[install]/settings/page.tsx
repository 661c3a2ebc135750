import Link from 'next/link'
import { setup } from '@/lib/service/setup'
import { problemText } from '@/lib/text'
import { alertTexts } from '@/lib/text/alerts'
import { journeyTexts } from '@/lib/text/journey'
import { ButtonLink } from '../../../_ui/button'
import { Card, CardBody } from '../../../_ui/card'
import { Notice } from '../../../_ui/notice'
import { PageHead } from '../../../_ui/page-head'
import { ProblemNotice } from '../../../_ui/problem'
import { enter } from '../../enter'
import type { Visit } from '../../enter'
import { Details } from '../setup/_parts/details'
import { DraftBanner } from '../setup/_parts/draft-banner'
import { Summary } from '../setup/_parts/summary'
import { Connections } from './_parts/connections'

/** The set-up's answers again, each with the way to change it. */
export default async function SettingsPage({ params }: { params: Promise<{ install: string }> }) {
  const visit = await enter((await params).install)
  if (visit === null) return null
  const { t, f, now, paths, admin } = visit
  const view = await setup(visit.seat)
  const unfinished = view.step !== 'done' && view.step !== 'review'
  return (
    <>
      <PageHead
        title={t.settings.title}
        lead={t.settings.lead}
        aside={
          admin &&
          view.step === 'done' && (
            <ButtonLink href={paths.setup('review')} kind="plain">
              {t.settings.preview}
            </ButtonLink>
          )
        }
      />
      {view.problem !== null && (
        <ProblemNotice
          t={t}
          text={problemText(t, f, view.problem.vendor.name, view.problem.problem, now)}
          vendor={view.problem.vendor.name}
          tone="warn"
        />
      )}
      {admin && view.step !== 'done' && (
        <Notice tone="info" title={unfinished ? t.state['not-set-up'] : t.state.ready}>
          <div className="mt-2">
            <ButtonLink href={paths.setup(view.step)} kind="primary">
              {unfinished ? t.status.notSetUp.button : t.status.ready.button}
            </ButtonLink>
          </div>
        </Notice>
      )}
      <DraftBanner visit={visit} />
      <Details visit={visit} here={null} />
      <Summary visit={visit} view={view} />
      <Connections visit={visit} />
      <More visit={visit} />
    </>
  )
}

/** Everything that is asked once and rarely looked at again. */
function More({ visit: { t, locale, paths } }: { visit: Visit }) {
  const { page } = alertTexts(locale)
  const further = [
    { href: paths.to('/settings/companies'), label: journeyTexts(locale).companies.open },
    { href: paths.to('/settings/advanced'), label: t.pages.advanced.open },
  ]
  return (
    <>
      <Card>
        <CardBody>
          <Link href={paths.alerts} className="link">
            {page.title}
          </Link>
          <p className="text-ink-2">{page.lead}</p>
        </CardBody>
      </Card>
      {further.map(({ href, label }) => (
        <p key={href}>
          <Link href={href} className="link inline-block min-h-6">
            {label}
          </Link>
        </p>
      ))}
    </>
  )
}
