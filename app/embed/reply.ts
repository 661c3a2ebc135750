import { refresh } from 'next/cache'
import { localeOf } from '@/lib/auth/room'
import type { Done, Fault } from '@/lib/service/fault'
import { consequence } from '@/lib/model/problem'
import { problemText } from '@/lib/text'
import type { Texts } from '@/lib/text'
import { launchTexts } from '@/lib/text/launch'
import { answerId } from '../_ui/answer'
import type { Answer } from '../_ui/answer'
import { action } from '../_server/action'
import type { Verb } from '../_server/action'
import { enter } from './enter'
import type { Visit } from './enter'

/** The page is older than the draft: drawn anew, it shows what stands in the way, and saving it again is a choice. */
const fromAnOldPage: readonly Fault['kind'][] = ['unpublished', 'overtaken']

type Refused = Extract<Answer, { ok: false }>
type Heard<T> = { readonly ok: true; readonly value: T; readonly visit: Visit } | Refused

/** Runs a verb for the person at this desk; a refusal comes in their words. `vendor` names one not yet connected. */
export async function hear<T>(install: string, verb: Verb<T>, input: unknown, vendor?: string): Promise<Heard<T>> {
  const done: Done<T> = await action(verb)(install, input)
  const visit = await enter(install)
  if (visit === null) return signedOut(install)
  if (!done.ok && fromAnOldPage.includes(done.fault.kind)) refresh()
  return done.ok ? { ok: true, value: done.value, visit } : refusal(visit, done.fault, vendor)
}

/** As `hear`, and says how it went. */
export async function reply<T>(
  install: string,
  verb: Verb<T>,
  input: unknown,
  said: (t: Texts, value: T, visit: Visit) => Answer,
  vendor?: string,
): Promise<Answer> {
  const heard = await hear(install, verb, input, vendor)
  if (!heard.ok) return heard
  refresh()
  return said(heard.visit.t, heard.value, heard.visit)
}

export const saying = (text: string | null): Answer => ({ ok: true, said: text })

async function signedOut(install: string): Promise<Refused> {
  const texts = launchTexts(await localeOf(install)).opening
  return { ok: false, title: texts.ended, lines: [texts.endedWhy], fields: {} }
}

function refusal(visit: Visit, fault: Fault, vendorName?: string): Refused {
  const { t, f, head, now } = visit
  switch (fault.kind) {
    case 'forbidden':
      return plain(t.fault.forbidden)
    case 'stale':
      return plain(t.fault.stale)
    case 'overtaken':
      return { ...plain(t.fault.overtaken), lines: [t.fault.overtakenHow] }
    case 'unpublished':
      return plain(t.fault.unpublished)
    case 'not-now':
      return plain(t.fault['not-now'])
    case 'unregistered':
      return plain(t.fault.unregistered(vendorName ?? fault.vendor))
    case 'vendor': {
      const known = [head.crm, head.books].find((vendor) => vendor?.id === fault.vendor)
      const name = known?.name ?? vendorName ?? fault.vendor
      const text = problemText(t, f, name, fault.problem, now)
      const unanswered = vendorName !== undefined && consequence[fault.problem.kind] === 'wait'
      const todo = unanswered ? t.setup.connect.unanswered : text.todo
      const said = text.said === null ? [] : [t.common.labelled(t.common.vendorSays(name), text.said)]
      return { ok: false, title: text.title, lines: [text.why, todo, ...said], fields: {} }
    }
    case 'invalid': {
      const fields = Object.entries(fault.fields).map(([key, what]) => [lastPart(key), t.fault.field[what]] as const)
      const asked = fields.flatMap(([name]) => askedAt(visit, name))
      return { ok: false, title: t.fault.invalid(fields.length), lines: [], fields: Object.fromEntries(fields), asked }
    }
  }
}

/** What the choices page asks is asked nowhere else, whichever page finds that the answer is missing. */
function askedAt({ t, paths }: Visit, name: string): NonNullable<Refused['asked']> {
  const words: Readonly<Record<string, { readonly label: string }>> = t.setup.choices.choice
  const label = name === 'administrator' ? t.setup.choices.administrator : words[name]?.label
  return label === undefined ? [] : [{ label, href: `${paths.setup('choices')}#${answerId(name)}` }]
}

const plain = (title: string): Refused => ({ ok: false, title, lines: [], fields: {} })

/** Answers are named on the page by their last word: `answers.publicKey` and `chosen.client.0` are `publicKey`, `client`. */
const lastPart = (path: string): string => path.split('.').findLast((part) => !/^\d+$/.test(part)) ?? path
