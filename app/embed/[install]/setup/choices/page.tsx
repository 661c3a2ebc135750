import { setup } from '@/lib/service/setup'
import type { SetupView } from '@/lib/service/views'
import { problemText } from '@/lib/text'
import { ButtonLink } from '../../../../_ui/button'
import { Card, CardBody } from '../../../../_ui/card'
import { PageHead } from '../../../../_ui/page-head'
import { Pick } from '../../../../_ui/pick'
import { ProblemNotice } from '../../../../_ui/problem'
import { Question } from '../../../../_ui/question'
import { enter } from '../../../enter'
import type { Visit } from '../../../enter'
import { saveAll } from '../actions'
import { backFrom } from '../_parts/back'
import { EntitySwitches, ExtraSwitches } from '../_parts/switches'
import { DraftBanner } from '../_parts/draft-banner'
import { isStarted, Steps } from '../_parts/steps'

/** What only this company can know: its status words, who owns what nobody owns, what travels. */
export default async function ChoicesPage({ params }: { params: Promise<{ install: string }> }) {
  const { install } = await params
  const visit = await enter(install)
  if (visit === null) return null
  const { t, admin, paths } = visit
  const view = await setup(visit.seat)
  const words = t.setup.choices
  return (
    <>
      <Steps visit={visit} here="choices" />
      <PageHead title={words.title} lead={words.lead} {...backFrom(visit, 'choices')} />
      {isStarted(visit) && <DraftBanner visit={visit} />}
      {view.problem !== null && (
        <ProblemNotice
          t={t}
          text={problemText(t, visit.f, view.problem.vendor.name, view.problem.problem, visit.now)}
          vendor={view.problem.vendor.name}
          tone="warn"
        >
          <ButtonLink href={paths.setup('choices')} kind="plain">
            {t.common.tryAgain}
          </ButtonLink>
        </ProblemNotice>
      )}
      {view.problem === null && admin && (
        <Question ask={saveAll.bind(null, install)} button={words.button} note={t.setup.nothingWritten}>
          <Card>
            <CardBody>
              <div className="space-y-5">
                <StatusPicks visit={visit} view={view} />
                <AdministratorPick visit={visit} view={view} />
              </div>
            </CardBody>
          </Card>
          <People visit={visit} view={view} />
          <EntitySwitches visit={visit} rules={view.rules} />
          <ExtraSwitches visit={visit} rules={view.rules} />
        </Question>
      )}
    </>
  )
}

interface ChoiceWords {
  readonly label: string
  readonly hint: string
  readonly values?: Readonly<Record<string, string>>
}

function StatusPicks({ visit: { t, f }, view }: { visit: Visit; view: SetupView }) {
  const words: Readonly<Record<string, ChoiceWords>> = t.setup.choices.choice
  // A value of our own has a name in every language; the CRM's values have the CRM's.
  const named = (key: string, value: string, label: string): string =>
    words[key]?.values?.[value] ?? (/^\d+$/.test(label) ? f.number(Number(label)) : label)
  return view.choices.map((choice) => (
    <div key={choice.key}>
      <input type="hidden" name="known.choice" value={choice.key} />
      <Pick
        name={choice.key}
        label={words[choice.key]?.label ?? choice.key}
        hint={words[choice.key]?.hint ?? ''}
        empty={t.setup.choices.pick}
        values={choice.values.map(({ value, label }) => ({
          value,
          label: `${named(choice.key, value, label)}${choice.proposed.includes(value) ? ` (${t.setup.choices.proposed})` : ''}`,
        }))}
        chosen={choice.chosen.length > 0 ? choice.chosen : choice.proposed}
        many={choice.many}
      />
    </div>
  ))
}

function AdministratorPick({ visit: { t }, view }: { visit: Visit; view: SetupView }) {
  const people = view.people.filter((person) => person.active)
  const chosen = view.administrator ?? view.proposedOwner
  const suggested = (id: string): string => (id === view.proposedOwner ? ` (${t.setup.choices.proposed})` : '')
  return (
    <Pick
      name="administrator"
      label={t.setup.choices.administrator}
      hint={t.setup.choices.administratorHint}
      empty={t.setup.choices.pick}
      values={people.map(({ id, name, email }) => ({
        value: id,
        label: `${email === null ? name : `${name}, ${email}`}${suggested(id)}`,
      }))}
      chosen={chosen === null ? [] : [chosen]}
      many={false}
    />
  )
}

function People({ visit: { t }, view }: { visit: Visit; view: SetupView }) {
  if (view.matchedPeople.length === 0) return null
  const found = view.matchedPeople.filter(({ crm }) => crm !== null).length
  return (
    <Card title={t.setup.choices.people}>
      <p className="px-4 text-ink-2 sm:px-[1.125rem]">{t.setup.choices.peopleHint(found, view.matchedPeople.length)}</p>
      <dl className="mt-2 divide-y divide-line border-t border-line">
        {view.matchedPeople.map(({ books, crm }) => (
          <div key={books} className="grid grid-cols-2 gap-3 px-4 py-2 sm:px-[1.125rem]">
            <dt>{books}</dt>
            <dd className={crm === null ? 'text-ink-3' : ''}>{crm?.name ?? t.setup.choices.nobody}</dd>
          </div>
        ))}
      </dl>
    </Card>
  )
}
