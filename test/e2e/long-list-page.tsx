import { useState } from 'react'
import { createRoot } from 'react-dom/client'
import { GrowingList } from '@/app/_ui/growing-list'
import type { Rows } from '@/app/_ui/growing-list'

const all = 10_000
const step = 2_500
const names = Array.from({ length: all }, (_, at) => `Record ${String(at + 1)}`)

/** Rows of several heights, as real ones are: each with something to press. */
const page = (wanted: readonly string[], from: number): Rows => ({
  rows: wanted.slice(from, from + step).map((name) => ({
    key: name,
    node: (
      <div style={{ padding: 8, minHeight: 40 + (Number(name.slice(7)) % 3) * 20 }}>
        <a href={`#${name}`}>{name}</a>
      </div>
    ),
  })),
  next: wanted.length > from + step ? String(from + step) : null,
})

function Page() {
  const [search, setSearch] = useState('')
  const wanted = names.filter((name) => name.includes(search))
  return (
    <>
      <input type="search" aria-label="Search" onChange={(event) => setSearch(event.target.value)} />
      <GrowingList
        key={search}
        label="Records"
        given={page(wanted, 0)}
        more="Show more"
        href="?page=records"
        load={(cursor) => Promise.resolve(page(wanted, Number(cursor)))}
      />
    </>
  )
}

createRoot(document.body.appendChild(document.createElement('main'))).render(<Page />)
