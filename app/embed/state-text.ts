import type { State } from '@/lib/model/state'
import type { StateTone } from '../_ui/state-mark'
import type { Visit } from './enter'

/** The one sentence of a state. */
export function stateText({ t, f, head, now }: Visit, state: State): string {
  const vendorName = (id: string) => [head.crm, head.books].find((vendor) => vendor?.id === id)?.name ?? id
  switch (state.kind) {
    case 'first-run':
      return t.state['first-run'](f.percent(state.share))
    case 'attention':
      return t.state.attention(state.count)
    case 'waiting':
      return t.state.waiting(vendorName(state.vendor), state.until === null ? null : f.moment(state.until, now))
    case 'signed-out':
      return t.state['signed-out'](vendorName(state.vendor))
    case 'paused':
      return t.state.paused(state.by, state.waiting)
    case 'not-set-up':
    case 'ready':
    case 'running':
    case 'healthy':
    case 'held':
    case 'failed':
      return t.state[state.kind]
  }
}

const tones = {
  'not-set-up': 'still',
  ready: 'info',
  'first-run': 'busy',
  running: 'busy',
  healthy: 'ok',
  attention: 'warn',
  held: 'warn',
  waiting: 'info',
  'signed-out': 'bad',
  paused: 'paused',
  failed: 'bad',
} as const satisfies Record<State['kind'], StateTone>
export const stateTone = (state: State): StateTone => tones[state.kind]
