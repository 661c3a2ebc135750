import type { Problem } from '@/lib/model/problem'

export type FieldFault =
  | 'required'
  | 'too-long'
  | 'not-an-address'
  | 'not-a-label'
  | 'unknown'
  | 'known'
  | 'not-an-email'
  | 'other-type'
  | 'closed-lane'
  | 'twice'

/** Why a verb did not do what was asked; the page turns it into one sentence. */
export type Fault =
  | { readonly kind: 'forbidden' }
  /** By path of the input, e.g. `answers.publicKey`. */
  | { readonly kind: 'invalid'; readonly fields: Readonly<Record<string, FieldFault>> }
  | { readonly kind: 'vendor'; readonly vendor: string; readonly problem: Problem }
  /** This server's operator has not registered us with that vendor. */
  | { readonly kind: 'unregistered'; readonly vendor: string }
  /** The page showed an older state. */
  | { readonly kind: 'stale' }
  /** Somebody else saved the same page of the settings while this one was open. */
  | { readonly kind: 'overtaken' }
  /** What somebody saved and nobody has put in force yet would be lost. */
  | { readonly kind: 'unpublished' }
  | { readonly kind: 'not-now' }

export type Done<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly fault: Fault }

export const done = <T>(value: T): Done<T> => ({ ok: true, value })
export const failed = (fault: Fault): { readonly ok: false; readonly fault: Fault } => ({ ok: false, fault })
export const invalid = (fields: Readonly<Record<string, FieldFault>>) => failed({ kind: 'invalid', fields })
