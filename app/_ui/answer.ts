export interface CheckLine {
  readonly label: string
  readonly ok: boolean
  readonly state: string
  readonly detail: string | null
}

/** What a button hears back, already in the reader's words. */
export type Answer =
  | { readonly ok: true; readonly said: string | null; readonly checks?: readonly CheckLine[] }
  | {
      readonly ok: false
      readonly title: string
      readonly lines: readonly string[]
      /** By the name of the answer on the page. */
      readonly fields: Readonly<Record<string, string>>
      /** Questions that want an answer, by their names, and where each of them is asked. */
      readonly asked?: readonly { readonly label: string; readonly href: string }[]
    }

/** Where on its page a question is answered. */
export const answerId = (name: string): string => `answer-${name}`
