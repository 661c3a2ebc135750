'use client'

import { useRouter } from 'next/navigation'
import { useEffect, useRef, useState, useTransition } from 'react'

const SPEAK_EVERY = 5000

/**
 * Looks again while someone looks: the server's newest numbers come in without a reload. One look at a time, because the next one
 * would throw away what a slow server is about to say.
 */
export function LookAgain({ every }: { every: number }) {
  const router = useRouter()
  const [looking, look] = useTransition()
  useEffect(() => {
    if (looking) return
    const timer = setInterval(() => {
      if (document.visibilityState === 'visible') look(() => router.refresh())
    }, every)
    return () => clearInterval(timer)
  }, [every, router, looking])
  return null
}

/** Says politely what changed, never more than once in five seconds. */
export function Spoken({ text }: { text: string }) {
  const [said, say] = useState('')
  const last = useRef(0)
  useEffect(() => {
    const wait = Math.max(0, last.current + SPEAK_EVERY - Date.now())
    const timer = setTimeout(() => {
      last.current = Date.now()
      say(text)
    }, wait)
    return () => clearTimeout(timer)
  }, [text])
  return (
    <p role="status" aria-live="polite" className="sr-only">
      {said}
    </p>
  )
}
