'use client'

import { useRouter } from 'next/navigation'
import { useEffect } from 'react'

/** Tells the server which clock the reader lives by, so that every time is written in it from then on. */
export function Zone({ known }: { known: string | null }) {
  const router = useRouter()
  useEffect(() => {
    const zone = Intl.DateTimeFormat().resolvedOptions().timeZone
    if (zone === known || !navigator.cookieEnabled) return
    document.cookie = `zone=${encodeURIComponent(zone)}; Path=/; Max-Age=31536000; SameSite=None; Secure; Partitioned`
    if (document.cookie.includes('zone=')) router.refresh()
  }, [known, router])
  return null
}
