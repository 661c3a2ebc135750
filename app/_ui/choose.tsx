'use client'

import { Combobox } from '@base-ui/react/combobox'
import { Select } from '@base-ui/react/select'
import { ChevronsUpDown } from 'lucide-react'
import { Find, isLong } from './find'
import { PickList } from './pick'
import type { PickValue } from './pick'

interface ChooseProps {
  readonly label: string
  readonly empty: string
  readonly values: readonly PickValue[]
  readonly value: string | null
  readonly onChange: (value: string) => void
}

const trigger =
  'flex min-h-9 w-full min-w-0 items-center justify-between gap-2 rounded-inner border border-line-strong bg-surface px-3 py-1.5 text-start'
const arrows = <ChevronsUpDown aria-hidden className="size-4 shrink-0 text-ink-3" />

/** One of a list inside an editor that keeps its own answers. */
export function Choose({ label, empty, values, value, onChange }: ChooseProps) {
  const take = (chosen: string | null) => chosen !== null && onChange(chosen)
  const shown = (
    <span className={`min-w-0 break-words ${value === null ? 'text-ink-3' : ''}`}>
      {values.find((one) => one.value === value)?.label ?? empty}
    </span>
  )
  if (isLong(values)) {
    return (
      <Find label={label} values={values} value={value} onValueChange={take}>
        <Combobox.Trigger aria-label={label} className={trigger}>
          {shown}
          <Combobox.Icon>{arrows}</Combobox.Icon>
        </Combobox.Trigger>
      </Find>
    )
  }
  return (
    <Select.Root items={values} value={value} onValueChange={take}>
      <Select.Trigger aria-label={label} className={trigger}>
        {shown}
        <Select.Icon>{arrows}</Select.Icon>
      </Select.Trigger>
      <PickList values={values} />
    </Select.Root>
  )
}
