import Link from 'next/link'
import type { ReactNode } from 'react'
import type { SetupView } from '@/lib/service/views'
import { Card } from '../../../../_ui/card'
import type { Visit } from '../../../enter'
import { Lane } from '../../_status/travels'

interface SummaryProps {
  readonly visit: Visit
  readonly view: SetupView
}

/** The five blocks of what was answered, each with the way back to its question. */
export function Summary({ visit, view }: SummaryProps) {
  const { t, paths, admin, names } = visit
  const words = t.setup.review
  const blocks: readonly { title: string; href: string; body: ReactNode }[] = [
    { title: words.blocks.systems, href: paths.setup('crm'), body: <Systems visit={visit} view={view} /> },
    { title: words.blocks.people, href: paths.setup('choices'), body: <People visit={visit} view={view} /> },
    { title: words.blocks.travels, href: paths.setup('choices'), body: <Lanes visit={visit} view={view} /> },
    {
      title: words.blocks.rules,
      href: paths.setup('choices'),
      body: (
        <Lines
          lines={[words.wins(names.books), words.removals(names.books), words.brake, ...switchLines(visit, view)]}
        />
      ),
    },
    {
      title: words.blocks.schedule,
      href: paths.setup('choices'),
      body: <Lines lines={[t.settings.minutes(view.every)]} />,
    },
  ]
  return (
    <Card>
      <dl className="divide-y divide-line">
        {blocks.map(({ title, href, body }) => (
          <div key={title} className="grid gap-x-4 gap-y-1 px-4 py-3 sm:grid-cols-[9rem_1fr_auto] sm:px-[1.125rem]">
            <dt className="font-semibold">{title}</dt>
            <dd className="text-ink-2">{body}</dd>
            {admin && (
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

function Systems({ view }: SummaryProps) {
  const crm = [view.crmVendor.name, view.crm?.account]
  const books = [view.booksVendor.name, view.books?.company, view.books?.account]
  const line = (parts: readonly (string | null | undefined)[]) => parts.filter((part) => part != null).join(' · ')
  return <Lines lines={[line(crm), line(books)]} />
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

function switchLines({ t, names }: Visit, view: SetupView): readonly string[] {
  const words: Readonly<Record<string, { readonly label: (names: Visit['names']) => string }>> = t.setup.choices.switch
  return view.rules
    .flatMap((rule) => rule.switches)
    .map(({ name, on }) => t.common.labelled(words[name]?.label(names) ?? name, on ? t.common.on : t.common.off))
}

const Lines = ({ lines }: { lines: readonly string[] }) => lines.map((line) => <p key={line}>{line}</p>)
