import { engineOf, type Way } from '@/lib/engine/engine-of'
import type { Engine } from '@/lib/engine/workshop'
import type { Room } from '@/lib/store/db'

/** Who asks, and of which installation. */
export interface Desk extends Room {
  readonly installation: string
  /** Which of its companies; the first one where it is not said. */
  readonly integration?: string
  /** How vendors are reached, where it is not the environment's way: simulators in the same process. */
  readonly way?: Way
}

export const engineAt = (desk: Desk): Engine => engineOf(desk, desk.way)
