import { Mail } from 'lucide-react'
import { locales } from '@/lib/model/words'
import { alerts, type AlertsView } from '@/lib/service/alerts'
import { alertTexts, type AlertTexts } from '@/lib/text/alerts'
import { Act } from '../../../../_ui/act'
import { Card, CardBody } from '../../../../_ui/card'
import { Empty } from '../../../../_ui/empty'
import { InlineForm } from '../../../../_ui/inline-form'
import { Notice } from '../../../../_ui/notice'
import { PageHead } from '../../../../_ui/page-head'
import { Pick } from '../../../../_ui/pick'
import { SwitchLine } from '../../../../_ui/switch-line'
import { Tag } from '../../../../_ui/tag'
import { TimeField } from '../../../../_ui/time-field'
import { ValueField } from '../../../../_ui/value-field'
import { enter } from '../../../enter'
import type { Visit } from '../../../enter'
import { add, remove, saveQuiet } from './actions'

interface PartProps {
  readonly visit: Visit
  readonly view: AlertsView
  readonly words: AlertTexts['page']
}

/** Who gets mail, in which language, at which hours, and what was sent last. */
export default async function AlertsPage({ params }: { params: Promise<{ install: string }> }) {
  const visit = await enter((await params).install)
  if (visit === null) return null
  const { t, paths } = visit
  const words = alertTexts(visit.locale).page
  const view = await alerts(visit.seat, visit.zone)
  const part = { visit, view, words }
  return (
    <>
      <PageHead title={words.title} lead={words.lead} back={{ href: paths.settings, label: t.settings.title }} />
      {!view.canSend && <Notice tone="warn" title={words.notSent} />}
      <Recipients {...part} />
      <QuietHours {...part} />
      <LastMails {...part} />
    </>
  )
}

function Recipients({ visit, view, words }: PartProps) {
  const { f, now, admin, install, locale } = visit
  return (
    <Card title={words.recipients}>
      {view.recipients.length === 0 && (
        <p className="px-4 pb-3 text-ink-2 sm:px-[1.125rem]">{view.chosen ? words.none : words.administrators}</p>
      )}
      <ul className="divide-y divide-line border-t border-line">
        {view.recipients.map(({ id, email, locale: spoken, unsubscribedAt }) => (
          <li
            key={id}
            className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2 px-4 py-2.5 sm:px-[1.125rem]"
          >
            <span className="min-w-0 break-all">
              {email} <span className="text-ink-3">{words.languages[spoken]}</span>{' '}
              {unsubscribedAt !== null && <Tag tone="still">{words.ended(f.moment(unsubscribedAt, now))}</Tag>}
            </span>
            {admin && (
              <Act act={remove.bind(null, install, id)} kind="quiet">
                {words.remove(email)}
              </Act>
            )}
          </li>
        ))}
      </ul>
      {admin && (
        <div className="border-t border-line px-4 py-3.5 sm:px-[1.125rem]">
          <InlineForm ask={add.bind(null, install)} button={words.add}>
            <div className="min-w-0 flex-1 basis-56">
              <ValueField name="email" label={words.email} hint={words.emailHint} value="" long={false} />
            </div>
            <div className="min-w-36">
              <Pick
                name="locale"
                label={words.language}
                hint=""
                empty=""
                values={locales.map((one) => ({ value: one, label: words.languages[one] }))}
                chosen={[locale]}
                many={false}
              />
            </div>
          </InlineForm>
        </div>
      )}
    </Card>
  )
}

const clock = (minute: number): string =>
  `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`

function QuietHours({ visit, view, words }: PartProps) {
  const { admin, install } = visit
  const { zone } = view
  const { from, to } = view.quiet ?? { from: 20 * 60, to: 7 * 60 }
  const set = view.quiet === null ? null : `${words.from} ${clock(from)} ${words.to} ${clock(to)}`
  return (
    <Card title={words.quiet}>
      <CardBody>
        <p className="max-w-[68ch] text-ink-2">{words.quietLead}</p>
        {!admin && set !== null && (
          <p className="mt-2">
            <b className="font-semibold">{set}</b> <span className="text-ink-3">{words.zone(zone)}</span>
          </p>
        )}
        {admin && (
          <InlineForm ask={saveQuiet.bind(null, install, zone)} button={words.save}>
            <div className="basis-full">
              <SwitchLine name="quiet" label={words.quietOn} hint={words.zone(zone)} on={view.quiet !== null} />
            </div>
            <TimeField name="from" label={words.from} value={clock(from)} />
            <TimeField name="to" label={words.to} value={clock(to)} />
          </InlineForm>
        )}
      </CardBody>
    </Card>
  )
}

const tones = { waiting: 'info', sending: 'info', sent: 'ok', failed: 'bad' } as const

function LastMails({ visit: { f, now }, view, words }: PartProps) {
  return (
    <Card title={words.lastMails}>
      {view.mails.length === 0 ? (
        <Empty icon={Mail} title={words.noMails} />
      ) : (
        <ul className="divide-y divide-line border-t border-line">
          {view.mails.map((mail) => (
            <li
              key={mail.id}
              className="flex flex-wrap items-start justify-between gap-x-4 gap-y-1 px-4 py-2.5 sm:px-[1.125rem]"
            >
              <span className="min-w-0">
                <span className="block break-words">{mail.subject}</span>
                <span className="text-[0.8125rem] break-all text-ink-3">
                  {mail.email} · {f.moment(mail.at, now)}
                </span>
              </span>
              <Tag tone={tones[mail.state]}>{words.state[mail.state]}</Tag>
            </li>
          ))}
        </ul>
      )}
    </Card>
  )
}
