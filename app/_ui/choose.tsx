'use client'

import { Select } from '@base-ui/react/select'
import { ChevronsUpDown } from 'lucide-react'
import { PickList } from './pick'
import type { PickValue } from './pick'

interface ChooseProps {
  readonly label: string
  readonly empty: string
  readonly values: readonly PickValue[]
  readonly value: string | null
  readonly onChange: (value: string) => void
}

/** One of a list inside an editor that keeps its own answers. */
export function Choose({ label, empty, values, value, onChange }: ChooseProps) {
  return (
    <Select.Root items={values} value={value} onValueChange={(chosen) => chosen !== null && onChange(chosen)}>
      <Select.Trigger
        aria-label={label}
        className="flex min-h-9 w-full min-w-0 items-center justify-between gap-2 rounded-inner border border-line-strong bg-surface px-3 py-1.5 text-start"
      >
        <span className={`min-w-0 break-words ${value === null ? 'text-ink-3' : ''}`}>
          <Select.Value>{(chosen: unknown) => values.find((one) => one.value === chosen)?.label ?? empty}</Select.Value>
        </span>
        <Select.Icon>
          <ChevronsUpDown aria-hidden className="size-4 shrink-0 text-ink-3" />
        </Select.Icon>
      </Select.Trigger>
      <PickList values={values} />
    </Select.Root>
  )
}
