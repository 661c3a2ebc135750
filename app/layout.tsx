import type { Metadata, Viewport } from 'next'
import type { ReactNode } from 'react'
import { guestLocale } from './_ui/guest-locale'
import './globals.css'

export const metadata: Metadata = { title: { default: 'Concord', template: '%s · Concord' } }
export const viewport: Viewport = { width: 'device-width', initialScale: 1, colorScheme: 'light dark' }

export default async function RootLayout({ children }: { children: ReactNode }) {
  return (
    <html lang={await guestLocale()}>
      <body>{children}</body>
    </html>
  )
}
