import type { Verb } from '@/lib/model/words'
import type { Tone } from '../_ui/tone'

export const verbTone = { create: 'ok', update: 'info', remove: 'warn' } as const satisfies Record<Verb, Tone>
