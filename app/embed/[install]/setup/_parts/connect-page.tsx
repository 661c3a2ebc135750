import { BookOpenText, KeyRound, PenLine } from 'lucide-react'
import type { Side } from '@/lib/model/words'
import { setup } from '@/lib/service/setup'
import type { SetupView } from '@/lib/service/views'
import { problemText } from '@/lib/text'
import type { Texts } from '@/lib/text'
import { ButtonLink } from '../../../../_ui/button'
import { Card, CardBody } from '../../../../_ui/card'
import { TextField } from '../../../../_ui/field'
import { Notice } from '../../../../_ui/notice'
import { PageHead } from '../../../../_ui/page-head'
import { ProblemNotice } from '../../../../_ui/problem'
import { Question } from '../../../../_ui/question'
import { enter } from '../../../enter'
import type { Visit } from '../../../enter'
import { connectSide } from '../actions'
import { backFrom } from './back'
import { Steps } from './steps'

/** One side's question: what will be read and written, what is needed, and the keys. */
export async function ConnectPage({ install, side }: { install: string; side: Side }) {
  const visit = await enter(install)
  if (visit === null) return null
  const { t, paths, admin } = visit
  const view = await setup(visit.seat)
  const vendor = side === 'crm' ? view.crmVendor : view.booksVendor
  return (
    <>
      <Steps visit={visit} here={side} />
      <PageHead
        title={t.setup.connect.title(vendor.name)}
        lead={t.setup.connect[side].lead(vendor.name)}
        {...backFrom(visit, side)}
      />
      <Connected visit={visit} side={side} view={view} />
      <Promises t={t} side={side} />
      {admin && (
        <Question
          ask={connectSide.bind(null, install, side, { id: vendor.id, name: vendor.name })}
          button={t.setup.connect.button}
          note={t.setup.nothingWritten}
          done={{
            title: t.setup.checks.title,
            next: (
              <ButtonLink href={paths.setup()} kind="primary">
                {t.common.goOn}
              </ButtonLink>
            ),
          }}
        >
          <Card>
            <CardBody>
              <div className="space-y-4">
                {vendor.asks.map((ask) => (
                  <TextField
                    key={ask.key}
                    name={ask.key}
                    {...askText(t, ask.key, ask.secret)}
                    kind={ask.secret ? 'secret' : ask.kind}
                    mandatory={t.common.mandatory}
                  />
                ))}
              </div>
            </CardBody>
          </Card>
        </Question>
      )}
    </>
  )
}

/** A vendor may ask for a key that we have no word for yet: its own name is better than none. */
function askText(t: Texts, key: string, secret: boolean): { readonly label: string; readonly hint: string } {
  const words: Readonly<Record<string, { readonly label: string; readonly hint: string }>> = t.setup.ask
  const known = words[key] ?? { label: key, hint: '' }
  return secret
    ? { ...known, hint: [known.hint, t.setup.connect.secretNew].filter((part) => part !== '').join(' ') }
    : known
}

function Connected({ visit, side, view }: { visit: Visit; side: Side; view: SetupView }) {
  const { t, f, now, names } = visit
  const connection = view[side]
  if (connection === null) return null
  if (connection.problem !== null) {
    const text = problemText(t, f, connection.vendor.name, connection.problem, now)
    return <ProblemNotice t={t} text={text} vendor={names[side]} tone="bad" />
  }
  return <Notice tone="ok" title={t.setup.connect.connectedAs(connection.account)} />
}

function Promises({ t, side }: { t: Texts; side: Side }) {
  const points = [
    { icon: BookOpenText, title: t.setup.connect.reads, text: t.setup.connect[side].reads },
    { icon: PenLine, title: t.setup.connect.writes, text: t.setup.connect[side].writes },
    { icon: KeyRound, title: t.setup.connect.role, text: t.setup.connect[side].role },
  ]
  return (
    <Card>
      <ul className="divide-y divide-line">
        {points.map(({ icon: Icon, title, text }) => (
          <li key={title} className="flex gap-3 px-4 py-3 sm:px-[1.125rem]">
            <Icon aria-hidden className="mt-0.5 size-[1.125rem] shrink-0 text-ink-3" />
            <div>
              <h2 className="text-sm">{title}</h2>
              <p className="text-ink-2">{text}</p>
            </div>
          </li>
        ))}
      </ul>
    </Card>
  )
}
