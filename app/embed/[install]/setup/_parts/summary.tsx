import Link from 'next/link'
import type { ReactNode } from 'react'
import type { SetupView } from '@/lib/service/views'
import { journeyTexts } from '@/lib/text/journey'
import { Card } from '../../../../_ui/card'
import type { Visit } from '../../../enter'
import { Lane } from '../../_status/travels'
import { scheduleText } from './schedule-text'

interface SummaryProps {
  readonly visit: Visit
  readonly view: SetupView
}

/** The five blocks of what was answered, each with the way back to its question. */
export function Summary({ visit, view }: SummaryProps) {
  const { t, paths, admin, names } = visit
  const words = t.setup.review
  const blocks: readonly { title: string; href: string | null; body: ReactNode }[] = [
    { title: words.blocks.systems, href: null, body: <Systems visit={visit} view={view} /> },
    { title: words.blocks.people, href: paths.setup('people'), body: <People visit={visit} view={view} /> },
    { title: words.blocks.travels, href: paths.setup('entities'), body: <Lanes visit={visit} view={view} /> },
    {
      title: words.blocks.rules,
      href: paths.setup('choices'),
      body: (
        <Lines
          lines={[
            words.wins(names.books),
            ...otherWinners(visit, view),
            words.removals(names.books),
            words.brake,
            ...switchLines(visit, view),
          ]}
        />
      ),
    },
    {
      title: words.blocks.schedule,
      href: paths.setup('entities'),
      body: (
        <Lines lines={[scheduleText(visit, view), ...(view.live ? [journeyTexts(visit.locale).live.summary] : [])]} />
      ),
    },
  ]
  return (
    <Card>
      <dl className="divide-y divide-line">
        {blocks.map(({ title, href, body }) => (
          <div key={title} className="grid gap-x-4 gap-y-1 px-4 py-3 sm:grid-cols-[9rem_1fr_auto] sm:px-[1.125rem]">
            <dt className="font-semibold">{title}</dt>
            <dd className={`text-ink-2 ${href === null ? 'sm:col-span-2' : ''}`}>{body}</dd>
            {admin && href !== null && (
              <dd>
                <Link
                  href={href}
                  className="link inline-block min-h-6"
                  aria-label={t.common.labelled(t.common.change, title)}
                >
                  {t.common.change}
                </Link>
              </dd>
            )}
          </div>
        ))}
      </dl>
    </Card>
  )
}

/** Two systems and one company, each with its own question. */
function Systems({ visit: { t, paths, admin }, view }: SummaryProps) {
  const lines = [
    { step: 'crm', parts: [view.crmVendor.name, view.crm?.account] },
    { step: 'books', parts: [view.booksVendor.name, view.books?.account] },
    { step: 'company', parts: [t.setup.steps.company, view.books?.company] },
  ] as const
  return (
    <ul className="space-y-1">
      {lines.map(({ step, parts }) => (
        <li key={step} className="flex flex-wrap justify-between gap-x-4">
          <span className="min-w-0 break-words">{parts.filter((part) => part != null).join(' · ')}</span>
          {admin && (
            <Link
              href={paths.setup(step)}
              className="link min-h-6"
              aria-label={t.common.labelled(t.common.change, t.setup.steps[step])}
            >
              {t.common.change}
            </Link>
          )}
        </li>
      ))}
    </ul>
  )
}

function People({ visit: { t }, view }: SummaryProps) {
  const found = view.matchedPeople.filter(({ crm }) => crm !== null).length
  const administrator = view.people.find((person) => person.id === view.administrator)?.name
  const matched = view.matchedPeople.length > 0 ? [t.setup.review.peopleLine(found, view.matchedPeople.length)] : []
  const owner = administrator === undefined ? [] : [t.setup.review.administratorLine(administrator)]
  return <Lines lines={[...matched, ...owner]} />
}

function Lanes({ visit, view }: SummaryProps) {
  return (
    <ul className="space-y-1">
      {view.rules.map((rule) => (
        <li key={rule.entity} className="grid grid-cols-[8rem_1fr] gap-3">
          <span className="text-ink">{visit.t.entity[rule.entity].many}</span>
          <Lane visit={visit} rule={rule} />
        </li>
      ))}
    </ul>
  )
}

/** Where the CRM was chosen to lead; only what both sides may change can be changed on both. */
const otherWinners = ({ t, names }: Visit, { rules }: SetupView): readonly string[] =>
  rules
    .filter(({ on, wins, locked }) => on && wins === 'crm' && !locked)
    .filter(({ toCrm, toBooks }) => toCrm.includes('update') && toBooks.includes('update'))
    .map(({ entity }) => t.common.labelled(t.entity[entity].many, t.setup.review.wins(names.crm)))

function switchLines({ t, names }: Visit, view: SetupView): readonly string[] {
  const words: Readonly<Record<string, { readonly label: (names: Visit['names']) => string }>> = t.setup.choices.switch
  return view.rules
    .flatMap((rule) => rule.switches)
    .map(({ name, on }) => t.common.labelled(words[name]?.label(names) ?? name, on ? t.common.on : t.common.off))
}

const Lines = ({ lines }: { lines: readonly string[] }) => lines.map((line) => <p key={line}>{line}</p>)
