import Link from 'next/link'
import { whys } from '@/lib/model/decision'
import type { EntryView } from '@/lib/service/views'
import { problemText } from '@/lib/text'
import type { Tone } from '../../../_ui/tone'
import { Diff } from '../../../_ui/diff'
import { ProblemNotice } from '../../../_ui/problem'
import { Tag } from '../../../_ui/tag'
import type { Visit } from '../../enter'
import { laneNames } from '../../system'
import { verbTone } from '../../verb-tone'
import { whyText } from './why-text'
import { Candidates } from './candidates'

const kindTone = { refused: 'bad', overruled: 'warn', noted: 'still', decided: 'still' } as const

interface EntriesProps {
  readonly visit: Visit
  readonly entries: readonly EntryView[]
  /** Inside a run each entry says which record it is about; on the record's own page each says when. */
  readonly named: boolean
}

/** Lines of the history: what was done where, old and new, and why. */
export function Entries({ visit, entries, named }: EntriesProps) {
  return (
    <ul className="divide-y divide-line border-line not-first:border-t">
      {entries.map((entry) => (
        <li key={entry.id}>
          <EntryLine visit={visit} entry={entry} named={named} />
        </li>
      ))}
    </ul>
  )
}

export function EntryLine({ visit, entry, named }: EntryProps & Pick<EntriesProps, 'named'>) {
  return (
    <div className="px-4 py-3.5 sm:px-[1.125rem]">
      <div className="flex flex-wrap items-baseline justify-between gap-x-4 gap-y-1">
        <Title visit={visit} entry={entry} named={named} />
        <Done visit={visit} entry={entry} />
      </div>
      <Body visit={visit} entry={entry} />
    </div>
  )
}

interface EntryProps {
  readonly visit: Visit
  readonly entry: EntryView
}

function Title({ visit: { t, o, f, now, paths }, entry, named }: EntryProps & { named: boolean }) {
  const who = entry.by === null ? '' : ` ${t.history.by(entry.by)}`
  const when = (
    <Link href={paths.change(entry.id)} className="hover:underline" title={o.history.permalink}>
      {`${f.moment(entry.at, now)}${who}`}
    </Link>
  )
  if (!named || entry.record === null) return <p className="font-semibold">{when}</p>
  const kind = entry.entity === null ? null : t.entity[entry.entity].one
  return (
    <p>
      {entry.link === null ? (
        <b className="font-semibold">{entry.record}</b>
      ) : (
        <Link href={paths.record(entry.link)} className="link">
          {entry.record}
        </Link>
      )}{' '}
      <span className="text-ink-3">
        {kind !== null && `${kind} · `}
        {when}
      </span>
    </p>
  )
}

/** What a plan decided has two candidates and a base; what a person typed has not. */
const isPlanned = ({ verb, why }: EntryView): boolean => verb !== 'create' && whys.some((one) => one === why)

function Done({ visit: { t, names }, entry }: EntryProps) {
  if (entry.kind === 'written' && entry.verb !== null && entry.side !== null) {
    return <Tag tone={verbTone[entry.verb]}>{t.verbDoneIn[entry.verb](names[entry.side])}</Tag>
  }
  const tone: Tone = entry.kind === 'written' ? 'ok' : kindTone[entry.kind]
  return <Tag tone={tone}>{t.history.kinds[entry.kind]}</Tag>
}

function Body({ visit, entry }: EntryProps) {
  const { t, f, now, names } = visit
  const lane = entry.side === null ? null : laneNames(names, entry.side)
  const why = whyText(visit, entry)
  return (
    <>
      {lane !== null && <Diff t={t} f={f} lane={lane} sets={entry.sets} fresh={entry.verb === 'create'} />}
      {why !== null && <p className="mt-2 text-[0.8125rem] text-ink-2">{why}</p>}
      {lane !== null && isPlanned(entry) && <Candidates visit={visit} lane={lane} sets={entry.sets} />}
      {entry.problem !== null && (
        <div className="mt-2">
          <ProblemNotice
            t={t}
            text={problemText(t, f, lane?.target ?? names.books, entry.problem, now)}
            vendor={lane?.target ?? names.books}
            tone="bad"
          />
        </div>
      )}
    </>
  )
}
