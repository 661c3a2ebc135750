import { randomBytes } from 'node:crypto'
import type { Clock } from './clock'
import type { Grant, OAuthRules } from './oauth'

export interface Issued {
  readonly access: string
  readonly refresh: string
  readonly grant: Grant
}

/** All that came of one consent. */
interface Family {
  readonly grant: Grant
  refresh: { readonly value: string; readonly since: number }
  before: { readonly value: string; readonly until: number } | null
  usedAt: number
  alive: boolean
}

const DAY_MS = 86_400_000

/** Tokens by consent: how long they live, when they change, and how long the one before still works. */
export function grants(clock: Clock, rules: OAuthRules) {
  const families: Family[] = []
  const access = new Map<string, { readonly family: Family; until: number }>()

  function issue(family: Family): Issued {
    const value = fresh('at')
    access.set(value, { family, until: clock.now() + rules.accessMs })
    family.usedAt = clock.now()
    return { access: value, refresh: family.refresh.value, grant: family.grant }
  }

  function rotate(family: Family): void {
    const { value, since } = family.refresh
    const due = rules.rotation === 'each' || (rules.rotation === 'daily' && clock.now() - since >= DAY_MS)
    if (!due) return
    family.before = { value, until: clock.now() + rules.graceMs }
    family.refresh = { value: fresh('rt'), since: clock.now() }
  }

  return {
    open({ company, scopes }: Grant): Issued {
      if (rules.single) for (const family of families) family.alive = false
      const refresh = { value: fresh('rt'), since: clock.now() }
      const family: Family = { grant: { company, scopes }, refresh, before: null, usedAt: clock.now(), alive: true }
      families.push(family)
      return issue(family)
    },
    /** Null where the token is no good (any more). */
    refresh(value: string): Issued | null {
      const family = families.find((each) => each.refresh.value === value || each.before?.value === value)
      const idle = family && rules.refreshMs !== null && clock.now() - family.usedAt > rules.refreshMs
      if (!family?.alive || idle) return null
      if (family.refresh.value === value) rotate(family)
      else if (!family.before || clock.now() >= family.before.until) return null
      return issue(family)
    },
    /** By any token of the consent. */
    revoke(value: string): void {
      const family = access.get(value)?.family ?? families.find(({ refresh }) => refresh.value === value)
      if (family) family.alive = false
    },
    standing(value: string): Grant | 'expired' | 'unknown' {
      const known = access.get(value)
      if (!known?.family.alive) return 'unknown'
      return known.until > clock.now() ? known.family.grant : 'expired'
    },
    expireAccess(): void {
      for (const each of access.values()) each.until = clock.now()
    },
    revokeAll(): void {
      for (const family of families) family.alive = false
    },
  }
}

const fresh = (kind: string): string => `${kind}-${randomBytes(18).toString('base64url')}`
