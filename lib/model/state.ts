import type { Hold } from './decision'
import type { Problem } from './problem'
import type { Reason } from './record'

/** The integration's one state, always derived from facts. */
export type State =
  | { readonly kind: 'not-set-up' }
  | { readonly kind: 'ready' }
  | { readonly kind: 'first-run'; readonly share: number }
  | { readonly kind: 'running' }
  | { readonly kind: 'healthy' }
  | { readonly kind: 'attention'; readonly count: number }
  | { readonly kind: 'held'; readonly hold: Hold; readonly run: string }
  | { readonly kind: 'waiting'; readonly vendor: string; readonly until: number | null; readonly problem: Problem }
  | { readonly kind: 'signed-out'; readonly vendor: string; readonly problem: Problem }
  | { readonly kind: 'paused'; readonly by: string; readonly waiting: number }
  | { readonly kind: 'failed'; readonly vendor: string; readonly problem: Problem }

/** Where a record stands, as Sage's own connectors name it. */
export type Standing = 'synchronised' | 'pending' | 'review' | 'not-synchronised' | 'error'

/** Every record is in exactly one class; `removed` are gravestones. */
export type RecordClass =
  | { readonly kind: 'in-sync' }
  | { readonly kind: 'in-flight' }
  | { readonly kind: 'waiting'; readonly reason: Reason }
  | { readonly kind: 'excluded'; readonly reason: Reason }
  | { readonly kind: 'parked'; readonly reason: Reason }
  | { readonly kind: 'removed' }
  | { readonly kind: 'unexplained' }
