'use client'

import { Field } from '@base-ui/react/field'
import { useState } from 'react'
import type { Locale } from '@/lib/model/words'
import { pageTexts } from '@/lib/text/pages'
import type { PageTexts } from '@/lib/text/pages.en'
import { Card, CardBody } from '../../../../_ui/card'
import { Choose } from '../../../../_ui/choose'
import { FieldError } from '../../../../_ui/field'
import { LongList } from '../../../../_ui/long-list'
import type { PickValue } from '../../../../_ui/pick'
import { Tag } from '../../../../_ui/tag'

export interface Pair {
  readonly id: string
  readonly name: string
  readonly detail: string | null
  readonly crm: string | null
  readonly how: 'email' | 'name' | 'chosen' | null
}

interface PeopleEditorProps {
  readonly locale: Locale
  readonly books: string
  readonly crm: readonly PickValue[]
  readonly pairs: readonly Pair[]
  readonly administrator: string | null
  readonly shown: string
}

const nobody = ''

/** Everybody of the books with the CRM user who stands for them; whoever has nobody comes first. */
export function PeopleEditor({ locale, books, crm, pairs: given, administrator, shown }: PeopleEditorProps) {
  const words = pageTexts(locale).people
  const [pairs, setPairs] = useState(given)
  const [owner, setOwner] = useState(administrator)
  const choose = (id: string, value: string) =>
    setPairs((all) =>
      all.map((pair) => (pair.id === id ? { ...pair, crm: value === nobody ? null : value, how: 'chosen' } : pair)),
    )
  const answers = { shown, administrator: owner, pairs: pairs.map(({ id, crm }) => ({ books: id, crm })) }
  return (
    <>
      <input type="hidden" name="answers" value={JSON.stringify(answers)} />
      <Card>
        <CardBody>
          <p className="font-semibold">{words.default}</p>
          <p className="mb-2 text-[0.8125rem] text-ink-2">{words.defaultHint}</p>
          <Choose label={words.default} empty={words.nobody} values={crm} value={owner} onChange={setOwner} />
        </CardBody>
      </Card>
      {given.length === 0 ? (
        <p className="text-ink-2">{words.noReps(books)}</p>
      ) : (
        <PairList words={words} crm={crm} pairs={pairs} given={given} choose={choose} />
      )}
    </>
  )
}

interface PairListProps {
  readonly words: PageTexts['people']
  readonly crm: readonly PickValue[]
  readonly pairs: readonly Pair[]
  readonly given: readonly Pair[]
  readonly choose: (id: string, value: string) => void
}

function PairList({ words, crm, pairs, given, choose }: PairListProps) {
  const [search, setSearch] = useState('')
  const found = pairs.filter(({ name, detail }) =>
    `${name} ${detail ?? ''}`.toLowerCase().includes(search.toLowerCase()),
  )
  const values = [{ value: nobody, label: words.nobody }, ...crm]
  const matched = pairs.filter(({ crm: user }) => user !== null).length
  // Rows stay where they are while somebody chooses: groups follow what the page opened with.
  const alone = new Set(given.filter(({ crm: user }) => user === null).map(({ id }) => id))
  const groups = [
    { title: words.unmatched, rows: found.filter(({ id }) => alone.has(id)) },
    { title: words.paired, rows: found.filter(({ id }) => !alone.has(id)) },
  ]
  return (
    <Card title={words.matched(matched, pairs.length)}>
      {pairs.length > 10 && (
        <div className="px-4 pb-3 sm:px-[1.125rem]">
          <input
            type="search"
            aria-label={words.find}
            placeholder={words.find}
            value={search}
            onChange={(event) => setSearch(event.target.value)}
            className="block min-h-9 w-full rounded-inner border border-line-strong bg-surface px-3 py-1.5 placeholder:text-ink-3"
          />
        </div>
      )}
      {found.length === 0 && <p className="px-4 pb-4 text-ink-2 sm:px-[1.125rem]">{words.none}</p>}
      {groups.map(
        ({ title, rows }) =>
          rows.length > 0 && (
            <section key={title} className="border-t border-line">
              <h3 className="px-4 pt-3 text-[0.8125rem] text-ink-2 sm:px-[1.125rem]">{title}</h3>
              <LongList
                label={title}
                of={rows.length}
                rows={rows.map((pair) => ({
                  key: pair.id,
                  node: <PairRow words={words} pair={pair} values={values} choose={choose} />,
                }))}
              />
            </section>
          ),
      )}
    </Card>
  )
}

interface PairRowProps extends Pick<PairListProps, 'words' | 'choose'> {
  readonly pair: Pair
  readonly values: readonly PickValue[]
}

function PairRow({ words, pair, values, choose }: PairRowProps) {
  return (
    <Field.Root
      name={`rep-${pair.id}`}
      className="grid items-center gap-x-4 gap-y-1.5 px-4 py-2.5 sm:grid-cols-2 sm:px-[1.125rem]"
    >
      <span className="min-w-0">
        <span className="block font-semibold">{pair.name}</span>
        {pair.detail !== null && <span className="block text-[0.8125rem] break-words text-ink-2">{pair.detail}</span>}
      </span>
      <span className="flex items-center gap-2">
        <span className="min-w-0 flex-1">
          <Choose
            label={words.stands(pair.name)}
            empty={words.nobody}
            values={values}
            value={pair.crm ?? nobody}
            onChange={(value) => choose(pair.id, value)}
          />
        </span>
        {pair.how !== null && pair.crm !== null && (
          <Tag tone={pair.how === 'chosen' ? 'info' : 'still'}>{words.how[pair.how]}</Tag>
        )}
      </span>
      <FieldError />
    </Field.Root>
  )
}
