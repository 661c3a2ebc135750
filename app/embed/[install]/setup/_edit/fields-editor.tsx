'use client'

import { Field } from '@base-ui/react/field'
import { Plus } from 'lucide-react'
import { useState } from 'react'
import type { ChosenJoin } from '@/lib/model/settings'
import type { Entity, Lane, Locale, Side } from '@/lib/model/words'
import type { Names } from '@/lib/text/keys'
import { pageTexts } from '@/lib/text/pages'
import { buttonClass } from '../../../../_ui/button'
import { Card } from '../../../../_ui/card'
import { FieldError } from '../../../../_ui/field'
import { FieldRow } from './field-row'

export interface SideField {
  readonly key: string
  readonly label: string
  readonly type: 'text' | 'number' | 'money' | 'boolean' | 'date' | 'instant' | 'list' | 'person' | 'hash'
  readonly mandatory: boolean
  readonly readOnly: boolean
  readonly values: readonly { readonly value: string; readonly label: string }[]
  readonly sample: string | null
}

export interface Row {
  readonly id: number
  readonly join: ChosenJoin
  readonly gone: boolean
}

interface FieldsEditorProps {
  readonly locale: Locale
  readonly names: Names
  readonly entity: Entity
  readonly lanes: readonly Lane[]
  readonly fields: Readonly<Record<Side, readonly SideField[]>>
  readonly rows: readonly Omit<Row, 'id'>[]
  readonly shown: string
}

/** The field map of one kind of record, row by row; all answers go to the server as one. */
export function FieldsEditor({ locale, names, entity, lanes, fields, rows: given, shown }: FieldsEditorProps) {
  const words = pageTexts(locale).fields
  const [rows, setRows] = useState<readonly Row[]>(given.map((row, id) => ({ ...row, id })))
  const [next, setNext] = useState(given.length)
  const change = (id: number, join: ChosenJoin) =>
    setRows((all) => all.map((row) => (row.id === id ? { ...row, join, gone: false } : row)))
  const add = () => {
    setRows((all) => [...all, { id: next, join: { crm: null, books: null }, gone: false }])
    setNext(next + 1)
  }
  return (
    <>
      <input
        type="hidden"
        name="answers"
        value={JSON.stringify({ entity, shown, joins: rows.map(({ join }) => join) })}
      />
      <Card title={words.rows(rows.length)}>
        <div
          aria-hidden
          className="hidden grid-cols-[1fr_11.5rem_1fr_2.25rem] gap-3 border-t border-line px-[1.125rem] py-2 text-[0.8125rem] text-ink-3 sm:grid"
        >
          <span>{names.crm}</span>
          <span>{words.direction}</span>
          <span>{names.books}</span>
        </div>
        <ul className="divide-y divide-line border-t border-line">
          {rows.map((row, at) => (
            <FieldRow
              key={row.id}
              name={`row-${at}`}
              words={words}
              names={names}
              lanes={lanes}
              fields={fields}
              row={row}
              change={(join) => change(row.id, join)}
              remove={() => setRows((all) => all.filter(({ id }) => id !== row.id))}
            />
          ))}
        </ul>
        <div className="border-t border-line p-3">
          <button type="button" onClick={add} className={buttonClass('plain')}>
            <Plus aria-hidden className="size-4" />
            {words.add}
          </button>
          <Field.Root name="joins">
            <FieldError />
          </Field.Root>
        </div>
      </Card>
    </>
  )
}
