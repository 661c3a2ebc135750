/** The real server's limits, so that what runs here runs there. https://www.inngest.com/docs/usage-limits/inngest */
export const limits = {
  eventBytes: 512 * 1024,
  stepBytes: 4 * 1024 * 1024,
  steps: 1000,
  sendBytes: 8 * 1024 * 1024,
  registerBytes: 4 * 1024 * 1024,
  answerBytes: 64 * 1024 * 1024,
  /** Calls one executor keeps open towards the app. */
  callsAtOnce: 16,
  /** New ones are claimed a few at a time: each claim costs as much as a step. */
  claimAtLeast: 4,
  leaseMs: 15_000,
  pollMs: 1_000,
  stopMs: 5_000,
  /** A turn whose process died this often is given up: its step kills whoever runs it. */
  lost: 20,
  keepMs: 24 * 60 * 60 * 1000,
  sweepMs: 10 * 60 * 1000,
  attempts: 5,
} as const

const backOff = [10, 30, 60, 120, 300, 600, 1200, 2400, 3600] as const

/** Milliseconds to wait before the next attempt, `attempt` counting those made, from 1. */
export function backOffMs(attempt: number): number {
  return (backOff[Math.min(attempt, backOff.length) - 1] ?? 10) * 1000
}
