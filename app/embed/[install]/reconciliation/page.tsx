import { Scale } from 'lucide-react'
import type { Metadata } from 'next'
import type { Accuracy } from '@/lib/model/accuracy'
import { reconciliation } from '@/lib/service/reconciliation'
import type { ReconciliationView } from '@/lib/service/reconciliation'
import { Act } from '../../../_ui/act'
import { Card } from '../../../_ui/card'
import { Empty } from '../../../_ui/empty'
import { LookAgain } from '../../../_ui/live'
import { Notice } from '../../../_ui/notice'
import { PageHead } from '../../../_ui/page-head'
import { enter } from '../../enter'
import type { Visit } from '../../enter'
import { compareNow } from './actions'
import { Classes } from './_classes'
import { Differences } from './_differences'
import { Money } from './_money'

interface ReconciliationProps {
  readonly params: Promise<{ install: string }>
}

const lookEvery = 2000

export async function generateMetadata({ params }: ReconciliationProps): Promise<Metadata> {
  const visit = await enter((await params).install)
  return visit === null ? {} : { title: visit.t.reconciliation.title }
}

/** The newest proof that both systems agree: every record in one class, money to the cent, differences by name. */
export default async function ReconciliationPage({ params }: ReconciliationProps) {
  const visit = await enter((await params).install)
  if (visit === null) return null
  const { t, install, admin, paths } = visit
  const words = t.reconciliation
  const view = await reconciliation(visit.seat)
  const [newest] = view.rows
  const underway = newest !== undefined && newest.endedAt === null
  const proven = view.rows.find((row) => row.result !== null)
  const press = admin && view.possible && !underway
  return (
    <>
      <PageHead
        title={words.title}
        lead={words.lead}
        back={{ href: paths.home, label: t.tabs.status }}
        aside={
          press && (
            <Act act={compareNow.bind(null, install)} kind="primary">
              {words.compare}
            </Act>
          )
        }
      />
      {underway && <LookAgain every={lookEvery} />}
      {underway && <Notice tone="info">{words.underway}</Notice>}
      {newest && newest.problem !== null && (
        <Notice tone="warn">{words.stopped(newest.problem.vendor?.name ?? '')}</Notice>
      )}
      {proven?.result ? (
        <Proof visit={visit} row={proven} result={proven.result} />
      ) : (
        !underway && (
          <Card>
            <Empty icon={Scale} title={view.possible ? words.none : words.notYet} />
          </Card>
        )
      )}
    </>
  )
}

function Proof({ visit, row, result }: { visit: Visit; row: ReconciliationView; result: Accuracy }) {
  const { t, f, now } = visit
  const words = t.reconciliation
  const at = f.moment(row.endedAt ?? row.startedAt, now)
  const idle = result.differences.some(({ kind }) => kind === 'unexplained')
  return (
    <>
      <Notice tone={idle ? 'bad' : result.different > 0 ? 'info' : 'ok'} title={words.verdict(result.different)}>
        {words.records(result.records, at)} {row.by === null ? words.byItself : words.by(row.by)}
      </Notice>
      {result.different > 0 && <Differences visit={visit} result={result} />}
      <Money visit={visit} money={result.money} />
      <Classes visit={visit} classes={result.classes} />
    </>
  )
}
