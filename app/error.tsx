'use client'

import { buttonClass } from './_ui/button'
import { PlainPage } from './_ui/plain-page'
import { useOutside } from './_ui/use-outside'

export default function Broken({ reset }: { error: Error; reset: () => void }) {
  const t = useOutside()
  return (
    <PlainPage title={t.broken}>
      <p>{t.brokenTodo}</p>
      <button type="button" onClick={reset} className={buttonClass('primary')}>
        {t.tryAgain}
      </button>
    </PlainPage>
  )
}
