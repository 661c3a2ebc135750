import { whys } from '@/lib/model/decision'
import { reasons } from '@/lib/model/record'
import type { EntryView } from '@/lib/service/views'
import { deeds } from '@/lib/text/keys'
import type { Visit } from '../../enter'
import { laneNames } from '../../system'

const notes = [
  'convert-in-books',
  'edited-although-locked',
  'cannot-travel',
  'own-form',
  'changed-since',
  'removed-since',
  'in-use',
  'not-reversible',
  'unknown-record',
] as const

/** Why an entry is there: a decision's reason, a note, a reason to set aside, or what a person did. */
export function whyText({ t, names }: Visit, entry: EntryView): string | null {
  const why = whys.find((one) => one === entry.why)
  if (why) return t.why[why](laneNames(names, entry.side ?? 'crm'))
  const note = notes.find((one) => one === entry.why)
  if (note) return t.note[note](names)
  const reason = reasons.find((one) => one === entry.why)
  if (reason) return `${t.reason[reason].title}. ${t.reason[reason].why}`
  const deed = deeds.find((one) => one === entry.why)
  return deed ? t.deed[deed] : null
}
