import type { Standing } from '@/lib/model/state'
import type { Texts } from '@/lib/text'
import { Tag } from './tag'
import type { Tone } from './tone'

const tones = {
  synchronised: 'ok',
  pending: 'info',
  review: 'warn',
  'not-synchronised': 'still',
  error: 'bad',
} as const satisfies Record<Standing, Tone>

export function StandingTag({ t, standing }: { t: Texts; standing: Standing }) {
  return <Tag tone={tones[standing]}>{t.records.standing[standing]}</Tag>
}
