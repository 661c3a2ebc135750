import type { ReactNode } from 'react'
import { toneSoft } from './tone'
import type { Tone } from './tone'

export function Tag({ tone, children }: { tone: Tone; children: ReactNode }) {
  return (
    <span className={`inline-block rounded-xl px-2.5 py-px text-[0.8125rem] font-semibold ${toneSoft[tone]}`}>
      {children}
    </span>
  )
}
