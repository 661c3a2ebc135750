import { redirect } from 'next/navigation'
import { trial, type TrialView } from '@/lib/service/trial'
import { Act, ActAfterAsking } from '../../../../_ui/act'
import { ButtonLink } from '../../../../_ui/button'
import { Card } from '../../../../_ui/card'
import { LookAgain } from '../../../../_ui/live'
import { Notice } from '../../../../_ui/notice'
import { PageHead } from '../../../../_ui/page-head'
import { PrimaryBar } from '../../../../_ui/question'
import { enter } from '../../../enter'
import type { Visit } from '../../../enter'
import { Entries } from '../../_journal/entries'
import { takeBack } from '../actions'
import { readBoth } from '../match-actions'

const LOOK_AGAIN = 1000

/** The few records that were written first: look at them, take them back or go on. */
export default async function TrialPage({ params }: { params: Promise<{ install: string }> }) {
  const visit = await enter((await params).install)
  if (visit === null) return null
  const { t, paths, admin } = visit
  const view = await trial(visit.seat)
  if (view.step === 'none') redirect(paths.setup('review'))
  const words = t.pages.trial
  const busy = view.step === 'writing' || view.step === 'cleaning'
  const written = view.entries.filter(({ kind }) => kind === 'written').length
  const titles = {
    writing: words.running,
    written: words.title(written),
    cleaning: words.cleaning,
    interrupted: words.interrupted,
    cleaned: words.cleaned,
  }
  const leads = {
    writing: words.busyLead,
    written: words.lead,
    cleaning: words.busyLead,
    interrupted: words.interruptedLead,
    cleaned: words.cleanedLead,
  }
  return (
    <>
      {busy && <LookAgain every={LOOK_AGAIN} />}
      <PageHead
        title={titles[view.step]}
        lead={leads[view.step]}
        back={{ href: paths.setup('review'), label: t.setup.review.title }}
      />
      {view.entries.length > 0 ? (
        <Card>
          <Entries visit={visit} entries={view.entries} named />
        </Card>
      ) : (
        isToClean(view.step) && <Notice tone="info" title={words.empty} />
      )}
      {!busy && admin && <Bar visit={visit} step={view.step} />}
    </>
  )
}

const isToClean = (step: TrialView['step']): boolean => step === 'written' || step === 'interrupted'

function Bar({ visit, step }: { visit: Visit; step: TrialView['step'] }) {
  const { t, paths, install } = visit
  const words = t.pages.trial
  return (
    <PrimaryBar>
      {isToClean(step) && (
        <ActAfterAsking
          act={takeBack.bind(null, install)}
          kind={step === 'interrupted' ? 'primary' : 'plain'}
          title={words.cleanAsk}
          explains={words.cleanExplains}
          cancel={t.common.cancel}
        >
          {words.clean}
        </ActAfterAsking>
      )}
      {step === 'written' && (
        <ButtonLink href={paths.setup('review')} kind="primary">
          {words.goOn}
        </ButtonLink>
      )}
      {step === 'cleaned' && (
        <Act act={readBoth.bind(null, install, 'review')} kind="primary">
          {t.setup.review.again}
        </Act>
      )}
    </PrimaryBar>
  )
}
