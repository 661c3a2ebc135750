/** What the page in the frame and the window it opened say to each other. Nothing secret: only where to look. */
export interface Told {
  readonly concord: 'mine?' | 'yes' | 'ended'
  readonly attempt: string
}

/** To a window of our own origin and to no other; a window of another origin never hears it. */
export function sayTo(page: unknown, told: Told): void {
  if (typeof page !== 'object' || page === null || !('postMessage' in page)) return
  ;(page as Window).postMessage(told, location.origin) // what has postMessage and is an opener is a window
}

/** Whether a message is one of ours, about this attempt, from our own origin. */
export function isOurs(event: MessageEvent<unknown>, what: Told['concord'], attempt: string): boolean {
  const { origin, data } = event
  if (origin !== location.origin || typeof data !== 'object' || data === null) return false
  return 'concord' in data && data.concord === what && 'attempt' in data && data.attempt === attempt
}
