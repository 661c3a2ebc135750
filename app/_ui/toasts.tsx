'use client'

import { CSPProvider } from '@base-ui/react/csp-provider'
import { Toast } from '@base-ui/react/toast'
import { CircleAlert, CircleCheck, X } from 'lucide-react'
import type { ReactNode } from 'react'

/** Where short answers appear, spoken politely. No style elements: the page's policy allows none without a nonce. */
export function Toasts({ close, children }: { close: string; children: ReactNode }) {
  return (
    <CSPProvider disableStyleElements>
      <Toast.Provider limit={2}>
        {children}
        <Toast.Portal>
          <Toast.Viewport className="fixed inset-x-3 bottom-3 z-20 mx-auto flex max-w-md flex-col gap-2">
            <ToastList close={close} />
          </Toast.Viewport>
        </Toast.Portal>
      </Toast.Provider>
    </CSPProvider>
  )
}

function ToastList({ close }: { close: string }) {
  const { toasts } = Toast.useToastManager()
  return toasts.map((toast) => (
    <Toast.Root
      key={toast.id}
      toast={toast}
      swipeDirection={['down', 'right']}
      className="flex items-start gap-3 rounded-box border border-line bg-surface p-3.5 shadow-float transition-opacity data-[ending-style]:opacity-0 data-[limited]:hidden data-[starting-style]:opacity-0"
    >
      {toast.type === 'bad' ? (
        <CircleAlert aria-hidden className="mt-0.5 size-[1.125rem] shrink-0 text-bad" />
      ) : (
        <CircleCheck aria-hidden className="mt-0.5 size-[1.125rem] shrink-0 text-ok" />
      )}
      <Toast.Content className="min-w-0 flex-1">
        <Toast.Title className="font-semibold" render={<p />} />
        <Toast.Description className="text-ink-2" />
      </Toast.Content>
      <Toast.Close
        aria-label={close}
        className="grid size-7 place-items-center rounded-inner text-ink-2 hover:bg-sunken"
      >
        <X aria-hidden className="size-4" />
      </Toast.Close>
    </Toast.Root>
  ))
}
