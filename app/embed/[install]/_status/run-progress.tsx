import { sides } from '@/lib/model/words'
import type { ProgressView } from '@/lib/service/views'
import { Spoken } from '../../../_ui/live'
import { Meter } from '../../../_ui/meter'
import type { Visit } from '../../enter'

/** Done of total, speed and time left of a run, for eyes and for ears. */
export function RunProgress({ visit, progress }: { visit: Visit; progress: ProgressView }) {
  const { t, f } = visit
  const share = progress.total > 0 ? Math.min(1, progress.done / progress.total) : null
  const phase = t.progress.phase[progress.phase]
  const entity = progress.entity === null ? null : t.entity[progress.entity].many
  const where = entity === null ? phase : t.common.labelled(phase, entity)
  const count =
    progress.total > 0
      ? t.progress.ofTotal(progress.done, progress.total)
      : progress.done > 0
        ? t.progress.soFar(progress.done)
        : null
  const facts = [
    count,
    progress.speed > 0 ? t.progress.speed(f.rate(progress.speed)) : null,
    progress.secondsLeft === null ? null : t.progress.left(f.duration(progress.secondsLeft)),
  ].filter((fact) => fact !== null)
  const spoken = share === null ? where : `${where}. ${t.progress.percent(f.percent(share))}`
  return (
    <div className="space-y-2">
      <Meter share={share} label={t.progress.label} shown={spoken} />
      <div className="flex min-h-[1.5em] flex-wrap justify-between gap-x-4">
        <p className="font-semibold">{where}</p>
        <p className="text-ink-2">{facts.join(' · ')}</p>
      </div>
      <ReadSoFar visit={visit} read={progress.read} />
      <p className="text-[0.8125rem] text-ink-2">{t.status.safeToClose}</p>
      <Spoken text={spoken} />
    </div>
  )
}

/** Nothing can be planned before both sides are known, so that until then what was read is what can be told. */
function ReadSoFar({ visit: { t, f, names }, read }: { visit: Visit; read: ProgressView['read'] }) {
  const shown = sides.filter((side) => read.some((one) => one.side === side))
  if (shown.length === 0) return null
  return (
    <>
      <dl className="grid gap-x-4 gap-y-1 sm:grid-cols-[auto_1fr]">
        {shown.map((side) => (
          <div key={side} className="contents">
            <dt className="font-semibold">{names[side]}</dt>
            <dd className="text-ink-2 tabular-nums">
              {read
                .filter((one) => one.side === side)
                .map(({ entity, count }) => t.common.labelled(t.entity[entity].many, f.number(count)))
                .join(' · ')}
            </dd>
          </div>
        ))}
      </dl>
      <p className="text-[0.8125rem] text-ink-2">{t.progress.readingFirst}</p>
    </>
  )
}
