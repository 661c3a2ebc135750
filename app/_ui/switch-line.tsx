'use client'

import { Field } from '@base-ui/react/field'
import { Switch } from '@base-ui/react/switch'
import { useId } from 'react'

interface SwitchLineProps {
  readonly name: string
  readonly label: string
  readonly hint: string
  readonly on: boolean
}

/** On or off, with what it means beside it. The name is tied by hand: the library ties it only once scripts run. */
export function SwitchLine({ name, label, hint, on }: SwitchLineProps) {
  const id = useId()
  return (
    <Field.Root name={name} className="flex items-start justify-between gap-4 py-3">
      <div>
        <Field.Label id={id} className="block font-semibold">
          {label}
        </Field.Label>
        {hint !== '' && <Field.Description className="text-[0.8125rem] text-ink-2">{hint}</Field.Description>}
      </div>
      <Switch.Root
        defaultChecked={on}
        aria-labelledby={id}
        className="relative mt-0.5 flex h-6 w-11 shrink-0 items-center rounded-full border border-line-strong bg-sunken transition-colors data-[checked]:border-accent data-[checked]:bg-accent"
      >
        <Switch.Thumb className="block size-4 translate-x-[3px] rounded-full bg-ink-3 transition-transform data-[checked]:translate-x-[1.4375rem] data-[checked]:bg-on-accent" />
      </Switch.Root>
    </Field.Root>
  )
}
