'use client'

import { FileQuestionMark } from 'lucide-react'
import { Card } from '../../_ui/card'
import { Empty } from '../../_ui/empty'
import { useOutside } from '../../_ui/use-outside'

/** An address that leads nowhere, inside the frame: its head and sections stay. */
export default function PageNotFound() {
  const t = useOutside()
  return (
    <Card>
      <Empty icon={FileQuestionMark} title={t.notFound}>
        {t.notFoundTodo}
      </Empty>
    </Card>
  )
}
