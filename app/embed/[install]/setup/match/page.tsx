import { Check } from 'lucide-react'
import { spaceOf } from '@/lib/model/words'
import { match } from '@/lib/service/match'
import type { MatchView } from '@/lib/service/match'
import { overview } from '@/lib/service/overview'
import { plan } from '@/lib/service/plan'
import type { Flat } from '@/lib/model/record'
import { journeyTexts } from '@/lib/text/journey'
import { Act, ActAfterAsking } from '../../../../_ui/act'
import { Card } from '../../../../_ui/card'
import { Chips } from '../../../../_ui/chips'
import { Empty } from '../../../../_ui/empty'
import { LookAgain } from '../../../../_ui/live'
import { Notice } from '../../../../_ui/notice'
import { PageHead } from '../../../../_ui/page-head'
import { Pager } from '../../../../_ui/pager'
import { PrimaryBar } from '../../../../_ui/question'
import { Tag } from '../../../../_ui/tag'
import { Tile, Tiles } from '../../../../_ui/tile'
import { asked } from '../../../asked'
import type { Query } from '../../../asked'
import { enter } from '../../../enter'
import type { Visit } from '../../../enter'
import { RunProgress } from '../../_status/run-progress'
import { Details } from '../_parts/details'
import { joinAgain, joinAllClear, joinThese, keepTheseApart, keepUnclear, readBoth } from '../match-actions'

interface MatchProps {
  readonly params: Promise<{ install: string }>
  readonly searchParams: Query
}

const LOOK_AGAIN = 1000
const tiles = ['both', 'clear', 'review', 'onlyCrm', 'onlyBooks'] as const

/** Which records of both sides are one thing: counts, the sure ones at once, the others one by one with reasons. */
export default async function MatchPage({ params, searchParams }: MatchProps) {
  const visit = await enter((await params).install)
  if (visit === null) return null
  const { entity, cursor } = await asked(searchParams)
  const view = await match(visit.seat, entity, cursor)
  const words = visit.t.pages.match
  return (
    <>
      <Details visit={visit} here="match" />
      <PageHead title={words.title} lead={words.lead} />
      {view.read ? <Found visit={visit} view={view} cursor={cursor} /> : <Unread visit={visit} />}
    </>
  )
}

function Found({ visit, view, cursor }: { visit: Visit; view: MatchView; cursor: string | undefined }) {
  const { t, paths, install, admin } = visit
  const words = t.pages.match
  const here = (more: { readonly cursor?: string } = {}) => paths.to('/setup/match', { entity: view.entity, ...more })
  return (
    <>
      <Chips
        label={t.history.entity}
        chips={view.entities.map((one) => ({
          label: t.entity[one].many,
          href: paths.to('/setup/match', { entity: one }),
          on: one === view.entity,
        }))}
      />
      <Counts visit={visit} view={view} />
      {admin && <AtOnce visit={visit} view={view} />}
      <Queue visit={visit} view={view} />
      <Pager
        next={view.next === null ? null : here({ cursor: view.next })}
        first={cursor === undefined ? null : here()}
        more={t.common.more}
        start={t.common.first}
      />
      <ToldApart visit={visit} view={view} />
      {admin && (
        <PrimaryBar note={t.setup.nothingWritten}>
          <Act act={readBoth.bind(null, install, 'review')} kind="primary">
            {words.planAfter}
          </Act>
        </PrimaryBar>
      )}
    </>
  )
}

/** Answers for many pairs: what is sure is one, and, asked first, what is not sure is two. */
function AtOnce({ visit: { t, install, locale }, view }: { visit: Visit; view: MatchView }) {
  const words = journeyTexts(locale).match
  const { clear, review } = view.counts
  return (
    <div className="flex flex-wrap gap-2">
      {clear > 0 && (
        <Act act={joinAllClear.bind(null, install, view.entity)} kind="plain">
          {t.pages.match.acceptAll(clear)}
        </Act>
      )}
      {review > 0 && (
        <ActAfterAsking
          act={keepUnclear.bind(null, install, view.entity)}
          kind="plain"
          title={words.keepAsk(review)}
          explains={words.keepExplains}
          cancel={t.common.cancel}
        >
          {words.keepApart(review)}
        </ActAfterAsking>
      )}
    </div>
  )
}

function Counts({ visit: { t, f }, view: { counts } }: { visit: Visit; view: MatchView }) {
  const words = t.pages.match
  return (
    <Card>
      <h2 className="sr-only">{words.title}</h2>
      <Tiles of={5}>
        {tiles.map((tile) => (
          <Tile
            key={tile}
            value={counts[tile]}
            shown={f.number(counts[tile])}
            label={words.tiles[tile]}
            href={null}
            alert={tile === 'review'}
          />
        ))}
      </Tiles>
    </Card>
  )
}

/** Reading is the dry run: it shows its progress here, then the page. */
async function Unread({ visit }: { visit: Visit }) {
  const { t, admin, install } = visit
  const planned = await plan(visit.seat)
  const reading = planned !== null && !planned.ready && planned.problem === null
  const { progress } = reading ? await overview(visit.seat) : { progress: null }
  return (
    <Notice tone="info" title={reading ? t.pages.match.reading : t.pages.match.notRead}>
      {reading && <LookAgain every={LOOK_AGAIN} />}
      {progress !== null && (
        <div className="mt-3">
          <RunProgress visit={visit} progress={progress} />
        </div>
      )}
      {!reading && admin && (
        <div className="mt-3">
          <Act act={readBoth.bind(null, install, 'match')} kind="primary">
            {t.pages.match.read}
          </Act>
        </div>
      )}
    </Notice>
  )
}

function Queue({ visit, view }: { visit: Visit; view: MatchView }) {
  const { t, f, install, names, admin } = visit
  const words = t.pages.match
  if (view.rows.length === 0)
    return (
      <Card>
        <Empty icon={Check} title={words.none}>
          {words.noneLead}
        </Empty>
      </Card>
    )
  return (
    <Card>
      <ul className="divide-y divide-line">
        {view.rows.map(({ crm, books, sure, clear, reasons }) => (
          <li key={`${crm.link} ${books.link}`} className="space-y-2 px-4 py-3.5 sm:px-[1.125rem]">
            <div className="grid gap-x-4 gap-y-2 sm:grid-cols-2">
              <Side system={names.crm} flat={crm.flat} />
              <Side system={names.books} flat={books.flat} />
            </div>
            <div className="flex flex-wrap items-center gap-1.5">
              <Tag tone={clear ? 'ok' : 'warn'}>{words.sure(f.percent(sure))}</Tag>
              {reasons.map(({ what, level }) => (
                <Tag key={what} tone={level === 'different' ? 'still' : 'info'}>
                  {words.level[level](words.evidence[what])}
                </Tag>
              ))}
            </div>
            {admin && (
              <div className="flex flex-wrap gap-2">
                <Act act={joinThese.bind(null, install, crm.link, books.link)} kind="plain">
                  {words.join}
                </Act>
                <Act act={keepTheseApart.bind(null, install, crm.link, books.link)} kind="quiet">
                  {words.notSame}
                </Act>
              </div>
            )}
          </li>
        ))}
      </ul>
    </Card>
  )
}

function Side({ system, flat }: { system: string; flat: Flat }) {
  const text = (...keys: readonly string[]) =>
    keys.flatMap((key) => (typeof flat[key] === 'string' && flat[key] !== '' ? [flat[key]] : []))
  const name = text('name')[0] ?? text('firstName', 'lastName').join(' ')
  const details = text('code', 'email', 'phone', 'postcode', 'city')
  return (
    <div className="min-w-0">
      <p className="text-[0.8125rem] text-ink-3">{system}</p>
      <p className="font-semibold break-words">{name}</p>
      <p className="text-[0.8125rem] break-words text-ink-2">{details.join(' · ')}</p>
    </div>
  )
}

function ToldApart({ visit: { t, install, admin }, view }: { visit: Visit; view: MatchView }) {
  if (view.apart.length === 0) return null
  const space = spaceOf(view.entity)
  return (
    <Card title={t.pages.match.apart}>
      <ul className="divide-y divide-line border-t border-line">
        {view.apart.map(({ pair, crm, books }) => (
          <li
            key={`${pair.crmId} ${pair.booksId}`}
            className="flex flex-wrap items-center justify-between gap-2 px-4 py-2 sm:px-[1.125rem]"
          >
            <span className="min-w-0 break-words">{[crm, books].join(' ≠ ')}</span>
            {admin && (
              <Act act={joinAgain.bind(null, install, space, pair.crmId, pair.booksId)} kind="quiet">
                {t.pages.match.joinAgain}
              </Act>
            )}
          </li>
        ))}
      </ul>
    </Card>
  )
}
