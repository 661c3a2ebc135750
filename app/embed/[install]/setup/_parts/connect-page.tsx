import { BookOpenText, KeyRound, PenLine } from 'lucide-react'
import type { Side } from '@/lib/model/words'
import { connecting, type ConnectingView } from '@/lib/service/connecting'
import { problemText } from '@/lib/text'
import { accountsTexts } from '@/lib/text/accounts'
import { ButtonLink } from '../../../../_ui/button'
import { Card } from '../../../../_ui/card'
import { Notice } from '../../../../_ui/notice'
import { PageHead } from '../../../../_ui/page-head'
import { ProblemNotice } from '../../../../_ui/problem'
import { asked, type Query } from '../../../asked'
import { enter } from '../../../enter'
import type { Visit } from '../../../enter'
import { backFrom } from './back'
import { KeysQuestion, SignInQuestion } from './connect-question'
import { Steps } from './steps'

/** One side's question: which system, what will be read and written, what is needed, and the way in. */
export async function ConnectPage({ install, side, query }: { install: string; side: Side; query: Query }) {
  const visit = await enter(install)
  if (visit === null) return null
  const { t, admin, locale } = visit
  const chosen = (await asked(query)).text('vendor')
  const view = await connecting(visit.seat, side, chosen)
  const texts = accountsTexts(locale).connect
  if (admin && chosen === undefined && view.connection === null && view.possible.length > 1)
    return <WhichSystem visit={visit} view={view} />
  const lead = view.way === 'keys' ? t.setup.connect[side].lead(view.vendor.name) : texts.lead(view.vendor.name)
  return (
    <>
      <Steps visit={visit} here={side} />
      <PageHead title={t.setup.connect.title(view.vendor.name)} lead={lead} {...backFrom(visit, side)} />
      <Connected visit={visit} view={view} />
      <Promises visit={visit} view={view} />
      {admin && view.way === 'keys' && <KeysQuestion visit={visit} view={view} />}
      {admin && view.way === 'sign-in' && <SignInQuestion visit={visit} view={view} />}
    </>
  )
}

/** Several systems go with this CRM: the choice comes first, and none is made for you. */
function WhichSystem({ visit, view }: { visit: Visit; view: ConnectingView }) {
  const { t, paths, locale } = visit
  const texts = accountsTexts(locale).connect
  return (
    <>
      <Steps visit={visit} here={view.side} />
      <PageHead title={texts.which} lead={texts.whichLead} {...backFrom(visit, view.side)} />
      <Card>
        <ul className="divide-y divide-line">
          {view.possible.map(({ id, name }) => (
            <li key={id} className="flex flex-wrap items-center justify-between gap-3 px-4 py-3 sm:px-[1.125rem]">
              <span className="font-semibold">{name}</span>
              <ButtonLink href={paths.to(`/setup/${view.side}`, { vendor: id })} kind="plain">
                {t.setup.connect.title(name)}
              </ButtonLink>
            </li>
          ))}
        </ul>
      </Card>
    </>
  )
}

function Connected({ visit, view }: { visit: Visit; view: ConnectingView }) {
  const { t, f, now } = visit
  const { connection, vendor } = view
  if (connection === null) return null
  if (connection.problem !== null) {
    const text = problemText(t, f, vendor.name, connection.problem, now)
    return <ProblemNotice t={t} text={text} vendor={vendor.name} tone="bad" />
  }
  return <Notice tone="ok" title={t.setup.connect.connectedAs(connection.account)} />
}

function Promises({ visit, view }: { visit: Visit; view: ConnectingView }) {
  const { t } = visit
  const words = t.setup.connect
  const said = view.way === 'keys' ? words[view.side] : ofRules(visit, view)
  const points = [
    { icon: BookOpenText, title: words.reads, text: said.reads },
    { icon: PenLine, title: words.writes, text: said.writes },
    { icon: KeyRound, title: words.role, text: said.role },
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

/** What the rules lead to, in words: the same list that the rights are asked for by. */
function ofRules({ t, locale }: Visit, { reads, writes, vendor }: ConnectingView) {
  const texts = accountsTexts(locale).connect
  const list = new Intl.ListFormat(locale, { type: 'conjunction' })
  const named = (kinds: typeof reads) => {
    const said = list.format(kinds.map((entity) => t.entity[entity].many.toLocaleLowerCase(locale)))
    return said.charAt(0).toLocaleUpperCase(locale) + said.slice(1)
  }
  return {
    reads: texts.reads(named(reads)),
    writes: writes.length === 0 ? texts.writesNothing : texts.writes(named(writes)),
    role: texts.role(vendor.name),
  }
}
