'use client'

import { useEffect } from 'react'

const every = 5 * 60 * 1000

/** Keeps the session while somebody works here: half an hour without a key or a click ends it, however long the page polls. */
export function Stay() {
  useEffect(() => {
    let renewed = Date.now()
    const renew = () => {
      if (Date.now() - renewed < every) return
      renewed = Date.now()
      void fetch('/api/auth/session', { cache: 'no-store' })
    }
    const signs = ['pointerdown', 'keydown'] as const
    for (const sign of signs) addEventListener(sign, renew)
    return () => {
      for (const sign of signs) removeEventListener(sign, renew)
    }
  }, [])
  return null
}
