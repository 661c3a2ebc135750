import type { Field } from '@/lib/model/connector'
import type { Value } from '@/lib/model/record'
import { sides } from '@/lib/model/words'
import type { Side } from '@/lib/model/words'
import { fields } from '@/lib/service/fields'
import type { FieldsView } from '@/lib/service/fields'
import { fieldText, valueText } from '@/lib/text'
import { Card } from '../../../../_ui/card'
import { Chips } from '../../../../_ui/chips'
import { Question } from '../../../../_ui/question'
import { asked } from '../../../asked'
import type { Query } from '../../../asked'
import { enter } from '../../../enter'
import type { Visit } from '../../../enter'
import { FieldsEditor } from '../_edit/fields-editor'
import type { SideField } from '../_edit/fields-editor'
import { DetailHead } from '../_parts/detail-head'
import { keepFields } from '../details-actions'

interface FieldsProps {
  readonly params: Promise<{ install: string }>
  readonly searchParams: Query
}

/** Which field stands for which, per kind of record, with what a real record says on both sides. */
export default async function FieldsPage({ params, searchParams }: FieldsProps) {
  const visit = await enter((await params).install)
  if (visit === null) return null
  const { t, names, admin, install, locale, paths } = visit
  const view = await fields(visit.seat, (await asked(searchParams)).entity)
  const words = t.pages.fields
  const sampled = view.sample.crm !== null || view.sample.books !== null
  return (
    <>
      <DetailHead
        visit={visit}
        here="fields"
        title={words.title}
        lead={sampled ? words.lead : `${words.lead} ${words.noSample}`}
        problem={view.problem}
      >
        <Chips
          label={t.history.entity}
          chips={view.entities.map((entity) => ({
            label: t.entity[entity].many,
            href: paths.to('/setup/fields', { entity }),
            on: entity === view.entity,
          }))}
        />
      </DetailHead>
      <Unmapped visit={visit} view={view} />
      {view.problem === null && admin && (
        <Question
          key={view.entity}
          ask={keepFields.bind(null, install)}
          button={t.pages.details.save}
          note={t.pages.details.unsaved}
        >
          <FieldsEditor
            locale={locale}
            names={names}
            entity={view.entity}
            lanes={view.lanes}
            shown={view.shown}
            fields={{ crm: sideFields(visit, view, 'crm'), books: sideFields(visit, view, 'books') }}
            rows={view.rows.map(({ join, state }) => ({ join, gone: state === 'gone' }))}
          />
        </Question>
      )}
      <Ruled visit={visit} view={view} />
    </>
  )
}

function sideFields(visit: Visit, view: FieldsView, side: Side): readonly SideField[] {
  return view.fields[side].map((field) => ({
    key: field.key,
    label: field.key.startsWith('x:') ? field.label : fieldText(visit.t, field.key),
    type: field.type,
    mandatory: field.mandatory,
    readOnly: field.readOnly,
    values: field.values ?? [],
    sample: sampleOf(visit, field, view.sample[side]?.[field.key]),
  }))
}

function sampleOf({ t, f }: Visit, { key, values }: Field, value: Value | undefined): string | null {
  if (value === undefined) return null
  return values?.find((one) => one.value === value)?.label ?? valueText(t, f, key, value)
}

/** Values that wait for a counterpart: a list to work through, not a failure. */
function Unmapped({ visit: { t, f, names }, view }: { visit: Visit; view: FieldsView }) {
  if (view.unmapped.length === 0) return null
  const words = t.pages.fields
  return (
    <Card title={words.unmapped}>
      <p className="px-4 text-ink-2 sm:px-[1.125rem]">{words.unmappedHint}</p>
      <ul className="mt-2 divide-y divide-line border-t border-line">
        {view.unmapped.map(({ side, key, value, count }) => (
          <li key={`${side} ${key} ${String(value)}`} className="flex justify-between gap-4 px-4 py-2 sm:px-[1.125rem]">
            <span>{words.unmappedLine(valueText(t, f, key, value), fieldText(t, key), names[side])}</span>
            <span className="shrink-0 text-ink-2">{t.errors.count(count)}</span>
          </li>
        ))}
      </ul>
    </Card>
  )
}

function Ruled({ visit: { t, names }, view }: { visit: Visit; view: FieldsView }) {
  if (view.ruled.length === 0) return null
  const words = t.pages.fields
  return (
    <Card title={words.ruled}>
      <p className="px-4 text-ink-2 sm:px-[1.125rem]">{words.ruledHint}</p>
      <ul className="mt-2 divide-y divide-line border-t border-line">
        {view.ruled.map((join) => (
          <li
            key={`${join.crm ?? ''} ${join.books ?? ''}`}
            className="grid grid-cols-2 gap-3 px-4 py-2 sm:px-[1.125rem]"
          >
            {sides.map((side) => {
              const key = join[side]
              return (
                <span key={side} className={key === null ? 'text-ink-3' : ''}>
                  <span className="sr-only">{t.common.labelled(names[side], '')}</span>
                  {key === null ? words.ruledRow.constant : fieldText(t, key)}
                </span>
              )
            })}
          </li>
        ))}
      </ul>
    </Card>
  )
}
