import { z } from 'zod'
import type { Pair } from '@/lib/model/rule'
import { settings as settingsShape, type Settings } from '@/lib/model/settings'
import { isZone } from '@/lib/model/zone'
import { inTenant } from '@/lib/store/db'
import { pairName } from '@/lib/pairs'
import { saveDraft } from '@/lib/store/integrations'
import { noteDecided } from './decided'
import type { Desk } from './desk'
import { done, failed } from './fault'
import { placeOf } from './place'
import { verb } from './verb'
import { maySetDraft } from './versions'

/** A configuration as a file: which pair it is for, and everything that was chosen, with which rep is which user. No key, no record. */
const shape = z.object({ concord: z.literal(1), pair: z.string(), settings: settingsShape })

export const exportConfiguration = (desk: Desk): Promise<string | null> =>
  inTenant(desk, async (tx) => {
    const { integration } = await placeOf(tx, desk)
    if (!integration) return null
    const { pair, settings } = integration
    return `${JSON.stringify({ concord: 1, pair, settings }, null, 2)}\n`
  })

export const importInput = z.object({ text: z.string().min(1).max(2_000_000) })

/** Where a file is wrong: the path of the field, and what it should be, as zod says it. */
export interface Unfit {
  readonly path: string
  readonly code: 'not-json' | 'other-pair' | 'invalid'
  readonly expected: string | null
}

/** Reads a configuration into the draft. What does not fit is named, field by field, and nothing is kept. */
export const importConfiguration = verb<z.infer<typeof importInput>, { readonly unfit: readonly Unfit[] }>(
  importInput,
  (desk, { text }) =>
    inTenant(desk, async (tx) => {
      const place = await placeOf(tx, desk)
      const { integration, pair } = place
      if (!integration) return failed({ kind: 'not-now' })
      const read = parsed(text, pair)
      if (read.settings === null) return done({ unfit: read.unfit })
      const may = await maySetDraft(tx, desk, place)
      if (!may.ok) return may
      await saveDraft(tx, desk, integration.id, read.settings)
      await noteDecided(tx, desk, integration, [{ why: 'import' }])
      return done({ unfit: [] })
    }),
)

interface Read {
  readonly settings: Settings | null
  readonly unfit: readonly Unfit[]
}

function parsed(text: string, pair: Pair): Read {
  const value = json(text)
  if (value === undefined) return unfit({ path: '', code: 'not-json', expected: null })
  const found = shape.safeParse(value)
  if (!found.success) return unfit(...found.error.issues.slice(0, 20).map(unfitOf))
  const { pair: theirs, settings } = found.data
  if (theirs !== pairName(pair)) return unfit({ path: 'pair', code: 'other-pair', expected: pairName(pair) })
  const wrong = wrongTimes(settings, pair)
  return wrong.length === 0 ? { settings, unfit: [] } : unfit(...wrong)
}

/** When it runs is asked of a file as of the page: no more often than the pair allows, by a clock that exists. */
function wrongTimes({ every, appointment }: Settings, pair: Pair): readonly Unfit[] {
  const often = every < pair.every ? [{ path: 'settings.every', expected: String(pair.every) }] : []
  const isSomewhere = !appointment || isZone(appointment.zone)
  const nowhere = isSomewhere ? [] : [{ path: 'settings.appointment.zone', expected: 'Europe/Paris' }]
  return [...often, ...nowhere].map((each) => ({ ...each, code: 'invalid' }))
}

const unfit = (...all: readonly Unfit[]): Read => ({ settings: null, unfit: all })

function json(text: string): unknown {
  try {
    return JSON.parse(text) as unknown
  } catch (error) {
    if (error instanceof SyntaxError) return undefined
    throw error
  }
}

function unfitOf(issue: z.core.$ZodIssue): Unfit {
  const expected =
    issue.code === 'invalid_type' ? issue.expected : issue.code === 'invalid_value' ? issue.values.join(', ') : null
  return { path: issue.path.join('.'), code: 'invalid', expected }
}
