import type { Connector, OAuth } from '@/lib/model/connector'
import type { Pair } from '@/lib/model/rule'
import type { Settings } from '@/lib/model/settings'
import type { Side } from '@/lib/model/words'
import { ruleViews } from './rule-views'

interface Chosen {
  readonly pair: Pair
  readonly settings: Settings
  readonly vendors: Readonly<Record<Side, Pick<Connector, 'entities'>>>
}

/** What a vendor is asked for: reading what is read, and writing only where a lane of the chosen rules leads to it. */
export function neededScopes(auth: OAuth, side: Side, { pair, settings, vendors }: Chosen): readonly string[] {
  const { always, read, write } = auth.scopes
  const chosen = ruleViews(pair, settings, vendors).filter(({ on }) => on)
  const lanes = chosen.filter(({ toCrm, toBooks }) => (side === 'crm' ? toCrm : toBooks).length > 0)
  const named = (list: typeof read, rules: typeof chosen) => rules.flatMap(({ entity }) => list[entity] ?? [])
  return [...new Set([...always, ...named(read, chosen), ...named(write, lanes)])]
}

/** What a consent lacks for the rules as they are now. A vendor that names no scopes granted what was asked for. */
export const missingScopes = (needed: readonly string[], granted: readonly string[] | null): readonly string[] =>
  granted === null ? [] : needed.filter((scope) => !granted.includes(scope))
