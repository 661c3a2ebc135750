import type { LucideIcon } from 'lucide-react'
import type { ReactNode } from 'react'
import { Card } from '../../../_ui/card'
import { Empty } from '../../../_ui/empty'

export function Nothing({ icon, title, children }: { icon: LucideIcon; title: string; children?: ReactNode }) {
  return (
    <Card>
      <Empty icon={icon} title={title}>
        {children}
      </Empty>
    </Card>
  )
}
