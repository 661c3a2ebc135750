import type { Person } from '@/lib/model/connector'
import { fold } from '@/lib/sync/keys'

/** Whoever sits at the desk, as the CRM named them at launch. */
export interface Self {
  readonly crmUserId: string
  readonly name: string
  readonly email: string | null
}

/**
 * Who might own what nobody owns: an administrator of the CRM, best the one who asks; where the CRM names none, whoever asks;
 * else nobody, unless there is only one to choose from.
 */
export function proposedOwner(people: readonly Person[], self: Self | null): string | null {
  const active = people.filter((person) => person.active)
  const administrators = active.filter((person) => person.administrator)
  const own = self && (itself(administrators, self) ?? administrators[0] ?? itself(active, self))
  const found = own ?? administrators[0] ?? (active.length === 1 ? active[0] : undefined)
  return found?.id ?? null
}

/** By what the CRM numbers them, else by e-mail, else by a name that only one bears. */
function itself(people: readonly Person[], { crmUserId, name, email }: Self): Person | undefined {
  const named = people.filter((person) => fold(person.name) === fold(name))
  return (
    people.find(({ id }) => id === crmUserId) ??
    people.find((person) => email !== null && person.email?.toLowerCase() === email.toLowerCase()) ??
    (named.length === 1 ? named[0] : undefined)
  )
}
