import type { ReactNode } from 'react'
import type { ProblemText, Texts } from '@/lib/text'
import { Notice } from './notice'
import type { Tone } from './tone'

interface ProblemProps {
  readonly t: Texts
  readonly text: ProblemText
  readonly vendor: string
  readonly tone: Tone
  /** The one button that leads out. */
  readonly children?: ReactNode
}

/** What happened, why, what to do, that nothing was lost, and one way out. */
export function ProblemNotice({ t, text, vendor, tone, children }: ProblemProps) {
  return (
    <Notice tone={tone} title={text.title}>
      <p>{text.why}</p>
      <p>
        {text.todo} {t.common.nothingLost}
      </p>
      {text.said !== null && <VendorWords t={t} label={t.common.vendorSays(vendor)} said={text.said} />}
      {children !== undefined && <div className="mt-3 flex flex-wrap gap-2">{children}</div>}
    </Notice>
  )
}

/** A vendor's own words, marked as quoted. */
export function VendorWords({ t, label, said }: { t: Texts; label: string; said: string }) {
  return (
    <p className="mt-1 text-[0.8125rem] text-ink-2">
      {t.common.labelled(label, '')}
      <span className="font-mono text-[0.75rem] break-words">{said}</span>
    </p>
  )
}
