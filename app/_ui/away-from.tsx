'use client'

import { usePathname } from 'next/navigation'
import type { ReactNode } from 'react'

/** Shown everywhere but on one page, which says the same at length. */
export function AwayFrom({ path, children }: { path: string; children: ReactNode }) {
  return usePathname() === path ? null : children
}
