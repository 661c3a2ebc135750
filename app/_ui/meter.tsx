'use client'

import { Progress } from '@base-ui/react/progress'

/** How far a run is; without a share it only shows that something moves. */
export function Meter({ share, label, shown }: { share: number | null; label: string; shown: string }) {
  return (
    <Progress.Root
      value={share === null ? null : Math.round(share * 100)}
      aria-label={label}
      getAriaValueText={() => shown}
    >
      <Progress.Track className="h-2 overflow-hidden rounded-full bg-line">
        <Progress.Indicator className="bar-fill h-full rounded-full bg-accent transition-[width] duration-700 data-[indeterminate]:w-full data-[indeterminate]:breathe data-[indeterminate]:opacity-40" />
      </Progress.Track>
    </Progress.Root>
  )
}
