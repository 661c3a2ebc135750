import Link from 'next/link'
import type { CauseView, ParkedView } from '@/lib/service/errors'
import { fieldText } from '@/lib/text'
import { Act } from '../../../_ui/act'
import { ActWithNote } from '../../../_ui/act-with-note'
import { ButtonLink } from '../../../_ui/button'
import { Card } from '../../../_ui/card'
import { VendorWords } from '../../../_ui/problem'
import type { Visit } from '../../enter'
import { ignoreThese, retryThese } from '../errors/actions'
import { todoText } from './todo-text'

interface CauseProps {
  readonly visit: Visit
  readonly cause: CauseView
  /** This cause alone is looked at, with all of its records. */
  readonly alone: boolean
}

/** What happened, why, how to fix it, and the ways on; then the records. */
export function CauseCard({ visit, cause, alone }: CauseProps) {
  const { t, o, f, now, admin, paths } = visit
  const title = t.common.labelled(t.entity[cause.entity].many, t.reason[cause.reason].title)
  const times = [t.errors.since(f.moment(cause.since, now)), o.errors.lastTry(f.moment(cause.lastTry, now))].join(' · ')
  return (
    <Card
      title={`${title} (${f.number(cause.count)})`}
      aside={<span className="text-[0.8125rem] text-ink-2">{times}</span>}
    >
      <div className="space-y-3 px-4 pb-3.5 sm:px-[1.125rem]">
        <Anatomy visit={visit} cause={cause} />
        {admin && <Ways visit={visit} cause={cause} />}
      </div>
      <ul className="divide-y divide-line border-t border-line">
        {cause.records.map((record) => (
          <ParkedRecord key={record.link} visit={visit} record={record} />
        ))}
      </ul>
      {!alone && cause.count > cause.records.length && (
        <div className="border-t border-line p-3 text-center">
          <ButtonLink href={paths.errorsOf({ cause: cause.cause })} kind="quiet">
            {o.errors.all(cause.count)}
          </ButtonLink>
        </div>
      )}
    </Card>
  )
}

function Anatomy({ visit, cause }: { visit: Visit; cause: CauseView }) {
  const { t, o, names } = visit
  const parts = [
    ...(cause.side === null ? [] : [[o.errors.what, o.errors.refusedBy(names[cause.side])]]),
    ...(cause.field === null ? [] : [[t.history.field, fieldText(t, cause.field)]]),
    [o.errors.why, t.reason[cause.reason].why],
    [o.errors.todo, todoText(visit, cause.reason)],
  ]
  return (
    <dl className="grid gap-x-4 gap-y-1 sm:grid-cols-[9rem_1fr]">
      {parts.map(([name, said]) => (
        <div key={name} className="contents">
          <dt className="text-[0.8125rem] text-ink-3">{name}</dt>
          <dd className="max-w-[68ch] text-ink-2">{said}</dd>
        </div>
      ))}
    </dl>
  )
}

function Ways({ visit: { t, o, install, paths }, cause }: { visit: Visit; cause: CauseView }) {
  const these = { cause: cause.cause }
  return (
    <div className="flex flex-wrap gap-2">
      <Act act={retryThese.bind(null, install, these)} kind="plain">
        {t.errors.retryAll(cause.count)}
      </Act>
      {cause.reason === 'looks-alike' && (
        <ButtonLink href={paths.to('/setup/match', { entity: cause.entity })} kind="primary">
          {t.pages.details.match}
        </ButtonLink>
      )}
      {cause.field !== null && (
        <ButtonLink href={paths.settings} kind="plain">
          {o.errors.mapping}
        </ButtonLink>
      )}
      <ActWithNote
        act={ignoreThese.bind(null, install, these)}
        kind="quiet"
        title={o.errors.ignoreTitle}
        explains={o.errors.ignoreLead}
        label={o.errors.ignoreNote}
        needed={o.errors.noteNeeded}
        cancel={t.common.cancel}
      >
        {o.errors.ignoreAll(cause.count)}
      </ActWithNote>
    </div>
  )
}

function ParkedRecord({ visit, record }: { visit: Visit; record: ParkedView }) {
  const { t, o, names, paths, admin, install } = visit
  const { mend, because } = record
  return (
    <li className="flex flex-wrap items-start justify-between gap-x-4 gap-y-2 px-4 py-3 sm:px-[1.125rem]">
      <div className="min-w-0 flex-1 basis-64">
        <Link href={paths.record(record.link)} className="link">
          {record.name}
        </Link>
        <Ids visit={visit} record={record} />
        {because?.detail !== undefined && <VendorWords t={t} label={t.errors.detail} said={because.detail} />}
        {mend.kind === 'there' && (
          <p className="text-[0.8125rem] text-ink-2">{o.errors.correctThere(names[mend.side])}</p>
        )}
      </div>
      {admin && (
        <div className="flex flex-wrap gap-2">
          {mend.kind === 'here' && (
            <ButtonLink href={paths.fix(record.link)} kind="primary">
              {o.errors.correct}
            </ButtonLink>
          )}
          <Act act={retryThese.bind(null, install, [record.link])} kind="plain">
            {t.errors.retry}
          </Act>
        </div>
      )}
    </li>
  )
}

/** Both records by their names over there. */
function Ids({ visit: { t, names }, record }: { visit: Visit; record: ParkedView }) {
  const halves = [
    t.common.labelled(names.crm, record.crmId ?? t.records.notThere),
    t.common.labelled(names.books, record.booksId ?? t.records.notThere),
  ]
  return <p className="text-[0.8125rem] break-words text-ink-3">{halves.join(' · ')}</p>
}
