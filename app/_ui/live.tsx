'use client'

import { useRouter } from 'next/navigation'
import { useEffect, useRef, useState } from 'react'

const SPEAK_EVERY = 5000

/** Looks again while someone looks: the server's newest numbers come in without a reload. */
export function LookAgain({ every }: { every: number }) {
  const router = useRouter()
  useEffect(() => {
    const timer = setInterval(() => {
      if (document.visibilityState === 'visible') router.refresh()
    }, every)
    return () => clearInterval(timer)
  }, [every, router])
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
