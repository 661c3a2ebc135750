import { CircleCheck } from 'lucide-react'
import { sweptReasons } from '@/lib/model/record'
import { errors } from '@/lib/service/errors'
import { Act } from '../../../_ui/act'
import { Chips } from '../../../_ui/chips'
import { PageHead } from '../../../_ui/page-head'
import { Pager } from '../../../_ui/pager'
import { asked, given } from '../../asked'
import type { Query } from '../../asked'
import { enter } from '../../enter'
import { CauseCard } from '../_errors/cause-card'
import { Ended } from '../_errors/ended'
import { Ignored } from '../_errors/ignored'
import { Retrying } from '../_errors/retrying'
import { Nothing } from '../_errors/nothing'
import { retryThese } from './actions'

const tabs = ['open', 'retrying', 'ended', 'ignored'] as const

interface ErrorsProps {
  readonly params: Promise<{ install: string }>
  readonly searchParams: Query
}

/** Parked records by cause: what happened, why, what to do, and one button. */
export default async function ErrorsPage({ params, searchParams }: ErrorsProps) {
  const { install } = await params
  const visit = await enter(install)
  if (visit === null) return null
  const { t, o, paths, admin } = visit
  const { cursor, text } = await asked(searchParams)
  const tab = tabs.find((one) => one === text('tab')) ?? 'open'
  const cause = text('cause')
  const view = await errors(visit.seat, given({ cause, cursor }))
  const alone = view.causes.length === 1 && view.causes[0]?.cause === cause
  const several = admin && tab === 'open' && view.causes.length > 1
  const swept = view.causes.filter(({ reason }) => sweptReasons.some((one) => one === reason))
  const count = swept.reduce((sum, one) => sum + one.count, 0)
  const here = { tab: tab === 'open' ? undefined : tab, cause }
  const next = tab === 'open' ? view.next : tab === 'ignored' ? view.ignored.next : null
  return (
    <>
      <PageHead
        title={t.errors.title}
        {...(view.causes.length > 0 ? { lead: t.errors.lead } : {})}
        {...(alone ? { back: { href: paths.errors, label: o.errors.backToAll } } : {})}
        aside={
          several &&
          count > 0 && (
            <Act act={retryThese.bind(null, install, 'all')} kind="plain">
              {t.errors.retryAll(count)}
            </Act>
          )
        }
      />
      <Chips
        label={o.errors.tabs}
        chips={tabs.map((one) => ({
          label: o.errors[one],
          on: one === tab,
          href: paths.errorsOf({ tab: one === 'open' ? undefined : one }),
        }))}
      />
      {tab === 'open' && view.causes.length === 0 && (
        <Nothing icon={CircleCheck} title={t.errors.empty}>
          {t.errors.emptyLead}
        </Nothing>
      )}
      {tab === 'open' &&
        view.causes.map((one) => <CauseCard key={one.cause} visit={visit} cause={one} alone={alone} />)}
      {tab === 'retrying' && <Retrying visit={visit} view={view} />}
      {tab === 'ended' && <Ended visit={visit} ended={view.ended} />}
      {tab === 'ignored' && <Ignored visit={visit} rows={view.ignored.rows} />}
      <Pager
        next={next === null ? null : paths.errorsOf({ ...here, cursor: next })}
        first={cursor === undefined ? null : paths.errorsOf(here)}
        more={t.common.more}
        start={t.common.first}
      />
    </>
  )
}
