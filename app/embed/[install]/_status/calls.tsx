import type { OverviewView } from '@/lib/service/views'
import type { Visit } from '../../enter'
import { usageText } from '../../usage-text'

/** Calls of this day to both vendors, and that runs are slower while they are scarce. */
export function Calls({ visit, calls }: { visit: Visit; calls: OverviewView['calls'] }) {
  const { t, f } = visit
  const spoken = calls.map(({ vendor, today, usage }) =>
    usage ? usageText(visit, vendor.name, usage) : t.usage.today(today, vendor.name),
  )
  const scarce = calls.filter(({ usage }) => usage?.slower)
  if (spoken.length === 0) return null
  return (
    <p className="text-[0.8125rem] text-ink-2">
      {[t.usage.status(f.list(spoken)), ...scarce.map(({ vendor }) => t.usage.slower(vendor.name))].join(' ')}
    </p>
  )
}
