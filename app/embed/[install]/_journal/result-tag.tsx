import type { RunView } from '@/lib/service/views'
import type { Texts } from '@/lib/text'
import { Tag } from '../../../_ui/tag'

const tones = { done: 'ok', held: 'warn', paused: 'still', interrupted: 'still', stopped: 'bad' } as const

export function ResultTag({ t, run }: { t: Texts; run: RunView }) {
  if (run.result === null) return <Tag tone="info">{t.history.running}</Tag>
  return <Tag tone={tones[run.result.kind]}>{t.history.result[run.result.kind]}</Tag>
}
