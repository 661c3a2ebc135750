import Link from 'next/link'
import type { HealthKind } from '@/lib/model/health'
import { connections, type ConnectingView } from '@/lib/service/connecting'
import { accountsTexts } from '@/lib/text/accounts'
import { ButtonLink } from '../../../../_ui/button'
import { Card } from '../../../../_ui/card'
import { Tag } from '../../../../_ui/tag'
import type { Tone } from '../../../../_ui/tone'
import type { Visit } from '../../../enter'

const tones: Readonly<Record<HealthKind, Tone>> = {
  ok: 'ok',
  'refresh-pending': 'info',
  'sign-in-needed': 'bad',
  'consent-needed': 'warn',
  'settings-missing': 'warn',
  revoked: 'bad',
  degraded: 'warn',
}

/** How both systems let us in, in words, until when, and the one button that mends what is wrong. */
export async function Connections({ visit }: { visit: Visit }) {
  const { health, leave } = accountsTexts(visit.locale)
  const views = (await connections(visit.seat)).filter(({ connection }) => connection !== null)
  return (
    <Card title={health.label}>
      <p className="px-4 text-ink-2 sm:px-[1.125rem]">{health.lead}</p>
      <ul className="mt-2 divide-y divide-line border-t border-line">
        {views.map((view) => (
          <li key={view.side} className="px-4 py-3 sm:px-[1.125rem]">
            <One visit={visit} view={view} />
          </li>
        ))}
      </ul>
      {visit.admin && (
        <p className="border-t border-line px-4 py-3 sm:px-[1.125rem]">
          <Link href={`${visit.paths.settings}/leave`} className="link inline-block min-h-6">
            {leave.title}
          </Link>
        </p>
      )}
    </Card>
  )
}

function One({ visit, view }: { visit: Visit; view: ConnectingView }) {
  const { f, now, locale, paths, admin } = visit
  const { health: texts, disconnect } = accountsTexts(locale)
  const { vendor, connection, health, side } = view
  if (connection === null || health === null) return null
  const { title, todo } = texts.kind[health.kind]
  const more = [
    health.since === null ? null : texts.since(f.moment(health.since, now)),
    health.goodUntil === null ? null : texts.goodUntil(f.moment(health.goodUntil, now)),
  ]
  const isOver = health.kind === 'sign-in-needed' && connection.problem === null
  return (
    <div className="flex flex-wrap items-start justify-between gap-x-4 gap-y-2">
      <div className="min-w-0 flex-1 basis-64">
        <h3 className="flex flex-wrap items-center gap-2 font-semibold">
          {vendor.name} <Tag tone={tones[health.kind]}>{title}</Tag>
        </h3>
        <p className="break-words text-ink-2">
          {[connection.company ?? connection.account].filter((part) => part !== '').join(' · ')}
        </p>
        <p className="text-[0.8125rem] text-ink-2">{[todo, ...more].filter((part) => part !== null).join(' ')}</p>
      </div>
      {admin && (
        <div className="flex flex-wrap gap-2">
          <Mend visit={visit} view={view} />
          {!isOver && (
            <ButtonLink href={`${paths.settings}/disconnect/${side}`} kind="quiet">
              {disconnect.button}
            </ButtonLink>
          )}
        </div>
      )}
    </div>
  )
}

function Mend({ visit: { paths, locale }, view: { side, way, health } }: { visit: Visit; view: ConnectingView }) {
  const { health: texts } = accountsTexts(locale)
  if (health === null || ['ok', 'refresh-pending', 'degraded'].includes(health.kind)) return null
  const isCompany = health.kind === 'settings-missing' && side === 'books'
  const text = isCompany ? texts.complete : way === 'keys' ? texts.enterKeys : texts.reconnect
  return (
    <ButtonLink href={paths.setup(isCompany ? 'company' : side)} kind="primary">
      {text}
    </ButtonLink>
  )
}
