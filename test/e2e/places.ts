/** A CRM page and the two systems behind it. */
export interface Pair {
  /** Folder with the keys of that CRM, `crm-host.json` among them. */
  readonly home: string
  readonly host: string
  readonly crm: string
  readonly books: string
}

/** Where everything of one worker lives; `start.ts` sets it for all of them. */
export interface Places extends Pair {
  readonly app: string
  /** A page that is not the CRM's: it frames whatever `?src=` says. */
  readonly stranger: string
  /** Another CRM with books of its own, both with sign-in. */
  readonly family: Pair
  /** What came by mail, as a list. */
  readonly mails: string
}

/** Playwright numbers its workers from 0, and gives the number of one that died to the one that takes over. */
export function places(): Places {
  const lanes = JSON.parse(process.env['E2E_PLACES'] ?? '[]') as readonly Places[]
  const lane = lanes[Number(process.env['TEST_PARALLEL_INDEX'])]
  if (!lane) throw new Error('This worker was given no systems to work with; see test/e2e/start.ts')
  return lane
}
