'use client'

import { AlertDialog } from '@base-ui/react/alert-dialog'
import { Toast } from '@base-ui/react/toast'
import { LoaderCircle } from 'lucide-react'
import { useState, useTransition } from 'react'
import type { ReactNode } from 'react'
import type { Answer } from './answer'
import { buttonClass } from './button'
import type { ButtonKind } from './button'

interface ActProps {
  readonly act: () => Promise<Answer>
  readonly kind: ButtonKind
  readonly children: ReactNode
}

/** A button that does one thing on the server and says how it went. */
export function Act({ act, kind, children }: ActProps) {
  const [busy, press] = usePress(act)
  return (
    <button type="button" onClick={press} disabled={busy} aria-busy={busy} className={buttonClass(kind)}>
      {busy && <LoaderCircle aria-hidden className="turn size-4" />}
      {children}
    </button>
  )
}

interface AskFirstProps extends ActProps {
  readonly title: string
  readonly explains: string
  readonly cancel: string
}

/** For what cannot be taken back by pressing again: the question first, then the button. */
export function ActAfterAsking({ act, kind, children, title, explains, cancel }: AskFirstProps) {
  const [open, setOpen] = useState(false)
  const [busy, press] = usePress(act, () => setOpen(false))
  return (
    <AlertDialog.Root open={open} onOpenChange={setOpen}>
      <AlertDialog.Trigger className={buttonClass(kind)}>{children}</AlertDialog.Trigger>
      <AlertDialog.Portal>
        <AlertDialog.Backdrop className="fixed inset-0 z-10 bg-black/40" />
        <AlertDialog.Popup className="fixed top-1/2 left-1/2 z-10 w-[min(28rem,calc(100vw-2rem))] -translate-1/2 rounded-box border border-line bg-surface p-5 shadow-float">
          <AlertDialog.Title className="text-base font-semibold">{title}</AlertDialog.Title>
          <AlertDialog.Description className="mt-1.5 text-ink-2">{explains}</AlertDialog.Description>
          <div className="mt-5 flex flex-wrap justify-end gap-2">
            <AlertDialog.Close className={buttonClass('plain')}>{cancel}</AlertDialog.Close>
            <button type="button" onClick={press} disabled={busy} aria-busy={busy} className={buttonClass('primary')}>
              {children}
            </button>
          </div>
        </AlertDialog.Popup>
      </AlertDialog.Portal>
    </AlertDialog.Root>
  )
}

function usePress(act: () => Promise<Answer>, after?: () => void): readonly [boolean, () => void] {
  const [busy, start] = useTransition()
  const toasts = Toast.useToastManager()
  const press = () => {
    start(async () => {
      const answer = await act()
      after?.()
      if (!answer.ok) {
        toasts.add({
          type: 'bad',
          title: answer.title,
          description: answer.lines.join(' '),
          timeout: 0,
        })
      } else if (answer.said !== null) toasts.add({ type: 'ok', title: answer.said, timeout: 6000 })
    })
  }
  return [busy, press]
}
