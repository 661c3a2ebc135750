'use client'

import { Dialog } from '@base-ui/react/dialog'
import { Toast } from '@base-ui/react/toast'
import { useId, useState, useTransition } from 'react'
import type { ReactNode } from 'react'
import type { Answer } from './answer'
import { buttonClass } from './button'
import type { ButtonKind } from './button'

interface ActWithNoteProps {
  readonly act: (note: string) => Promise<Answer>
  readonly kind: ButtonKind
  readonly title: string
  readonly explains: string
  readonly label: string
  /** Said where nothing was typed. */
  readonly needed: string
  readonly cancel: string
  readonly children: ReactNode
}

/** A button whose deed wants a few words of why; they are kept with it. */
export function ActWithNote({ act, kind, title, explains, label, needed, cancel, children }: ActWithNoteProps) {
  const id = useId()
  const [open, setOpen] = useState(false)
  const [note, setNote] = useState('')
  const [missing, setMissing] = useState(false)
  const [busy, start] = useTransition()
  const toasts = Toast.useToastManager()
  const press = () => {
    if (note.trim() === '') {
      setMissing(true)
      return
    }
    start(async () => {
      const answer = await act(note)
      setOpen(false)
      const ended = answer.ok ? { type: 'ok', title: answer.said } : { type: 'bad', title: answer.title }
      toasts.add({ ...ended, timeout: answer.ok ? 6000 : 0 })
    })
  }
  return (
    <Dialog.Root open={open} onOpenChange={setOpen}>
      <Dialog.Trigger className={buttonClass(kind)}>{children}</Dialog.Trigger>
      <Dialog.Portal>
        <Dialog.Backdrop className="fixed inset-0 z-10 bg-black/40" />
        <Dialog.Popup className="fixed top-1/2 left-1/2 z-10 w-[min(28rem,calc(100vw-2rem))] -translate-1/2 rounded-box border border-line bg-surface p-5 shadow-float">
          <Dialog.Title className="text-base font-semibold">{title}</Dialog.Title>
          <Dialog.Description className="mt-1.5 text-ink-2">{explains}</Dialog.Description>
          <label htmlFor={id} className="mt-4 block font-semibold">
            {label}
          </label>
          <textarea
            id={id}
            rows={3}
            maxLength={500}
            value={note}
            onChange={(event) => {
              setNote(event.target.value)
              setMissing(false)
            }}
            aria-required
            aria-invalid={missing}
            aria-describedby={missing ? `${id}-missing` : undefined}
            className="mt-1 block w-full rounded-inner border border-line-strong bg-surface px-3 py-1.5 aria-invalid:border-bad"
          />
          {missing && (
            <p id={`${id}-missing`} role="alert" className="text-[0.8125rem] font-semibold text-bad">
              {needed}
            </p>
          )}
          <div className="mt-5 flex flex-wrap justify-end gap-2">
            <Dialog.Close className={buttonClass('plain')}>{cancel}</Dialog.Close>
            <button type="button" onClick={press} disabled={busy} aria-busy={busy} className={buttonClass('primary')}>
              {children}
            </button>
          </div>
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  )
}
