/** What a colour says; never by colour alone: an icon or a word says it too. */
export type Tone = 'ok' | 'info' | 'warn' | 'bad' | 'still'

export const toneSoft: Readonly<Record<Tone, string>> = {
  ok: 'bg-ok-soft text-ok',
  info: 'bg-info-soft text-info',
  warn: 'bg-warn-soft text-warn',
  bad: 'bg-bad-soft text-bad',
  still: 'bg-sunken text-ink-2',
}
