'use client'

import { RotateCw } from 'lucide-react'
import { buttonClass } from '../../_ui/button'
import { Card } from '../../_ui/card'
import { Empty } from '../../_ui/empty'
import { useOutside } from '../../_ui/use-outside'

/** A page that broke, inside the frame: its head and sections stay. */
export default function PageBroken({ reset }: { error: Error; reset: () => void }) {
  const t = useOutside()
  return (
    <Card>
      <Empty icon={RotateCw} title={t.broken}>
        <p className="mb-4">{t.brokenTodo}</p>
        <button type="button" onClick={reset} className={buttonClass('primary')}>
          {t.tryAgain}
        </button>
      </Empty>
    </Card>
  )
}
