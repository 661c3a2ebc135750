import { nearRealTime, type CallerView, type NearRealTimeView } from '@/lib/service/near-real-time'
import { journeyTexts, type JourneyTexts } from '@/lib/text/journey'
import { Act } from '../../../../_ui/act'
import { Card, CardBody } from '../../../../_ui/card'
import { Notice } from '../../../../_ui/notice'
import { Tag } from '../../../../_ui/tag'
import type { Visit } from '../../../enter'
import { turnLive } from '../live-actions'

interface PartProps {
  readonly visit: Visit
  readonly view: NearRealTimeView
  readonly words: JourneyTexts['live']
  /** The schedule that stays, in words. */
  readonly every: string
}

/** Whether changes travel at once; nothing where no system of this pair can tell us of them. */
export async function NearRealTime({ visit, every: sentence }: Pick<PartProps, 'visit' | 'every'>) {
  const view = await nearRealTime(visit.seat)
  if (view === null) return null
  const { t, f, admin, install } = visit
  const words = journeyTexts(visit.locale).live
  // It stands in the middle of other sentences here.
  const every = sentence.charAt(0).toLocaleLowerCase(visit.locale) + sentence.slice(1)
  const { live, callers } = view
  return (
    <Card title={words.title} aside={<Tag tone={live ? 'ok' : 'still'}>{live ? t.common.on : t.common.off}</Tag>}>
      <CardBody>
        <p className="max-w-[72ch]">{words.lead(f.list(callers.map(({ vendor }) => vendor.name)))}</p>
        <p className="max-w-[72ch] text-ink-2">{words.net(every)}</p>
        {live && <Callers visit={visit} view={view} words={words} every={every} />}
        {admin && (
          <div className="mt-3">
            <Act act={turnLive.bind(null, install, !live)} kind="plain">
              {live ? words.switchOff : words.switchOn}
            </Act>
          </div>
        )}
      </CardBody>
    </Card>
  )
}

function Callers({ visit, view, words, every }: PartProps) {
  const { f, now, admin, install } = visit
  const lost = view.callers.filter((caller) => caller.lost)
  return (
    <div className="mt-2 space-y-3">
      <ul className="text-[0.8125rem] text-ink-2">
        {view.callers.map(({ vendor, heardAt }) => (
          <li key={vendor.id}>
            {heardAt === null ? words.silent(vendor.name) : words.heard(vendor.name, f.moment(heardAt, now))}
          </li>
        ))}
      </ul>
      {lost.length > 0 && (
        <Notice tone="warn" title={words.lost(f.list(lost.map(({ vendor }) => vendor.name)))}>
          <p>{words.lostMore(every)}</p>
          {admin && (
            <div className="mt-2">
              <Act act={turnLive.bind(null, install, true)} kind="plain">
                {words.askAgain}
              </Act>
            </div>
          )}
        </Notice>
      )}
      {view.callers.map((caller) => (
        <ByHand key={caller.vendor.id} caller={caller} words={words} />
      ))}
    </div>
  )
}

/** Where the vendor cannot be asked by us: what somebody does there, once. */
function ByHand({ caller: { vendor, byHand }, words }: { caller: CallerView; words: JourneyTexts['live'] }) {
  const known: Readonly<Record<string, JourneyTexts['live']['byHand'][keyof JourneyTexts['live']['byHand']]>> =
    words.byHand
  const told = known[vendor.id]
  if (byHand === null || told === undefined) return null
  const typed = [
    [words.address, byHand.address],
    [words.secret, byHand.secret],
    [words.body, told.body],
  ] as const
  return (
    <details className="rounded-inner border border-line px-3 py-2">
      <summary className="min-h-6 cursor-pointer font-semibold">{told.title}</summary>
      <ol className="mt-2 list-decimal space-y-1 ps-5">
        {told.steps.map((step) => (
          <li key={step}>{step}</li>
        ))}
      </ol>
      <dl className="mt-2 grid gap-x-3 gap-y-1 sm:grid-cols-[6rem_1fr]">
        {typed.map(([name, value]) => (
          <div key={name} className="contents">
            <dt className="text-ink-2">{name}</dt>
            <dd className="break-all">
              <code>{value}</code>
            </dd>
          </div>
        ))}
      </dl>
    </details>
  )
}
