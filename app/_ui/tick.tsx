'use client'

import { Checkbox } from '@base-ui/react/checkbox'
import { Check } from 'lucide-react'
import { useId } from 'react'

interface TickProps {
  readonly label: string
  readonly on: boolean
  readonly onChange: (on: boolean) => void
}

/** One thing to tick inside an editor that keeps its own answers. */
export function Tick({ label, on, onChange }: TickProps) {
  const id = useId()
  return (
    <span className="flex min-h-7 items-center gap-2">
      <Checkbox.Root
        checked={on}
        onCheckedChange={onChange}
        aria-labelledby={id}
        className="grid size-5 shrink-0 place-items-center rounded-[4px] border border-line-strong bg-surface data-[checked]:border-accent data-[checked]:bg-accent"
      >
        <Checkbox.Indicator>
          <Check aria-hidden className="size-4 text-on-accent" />
        </Checkbox.Indicator>
      </Checkbox.Root>
      <span id={id} onClick={() => onChange(!on)} className="cursor-pointer">
        {label}
      </span>
    </span>
  )
}
