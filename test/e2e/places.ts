/** A CRM page and the two systems behind it. */
export interface Pair {
  /** Folder with the keys of that CRM, `crm-host.json` among them. */
  readonly home: string
  readonly host: string
  readonly crm: string
  readonly books: string
}

/** Where everything of the browser tests lives; set by `start.ts` for all workers. */
export interface Places extends Pair {
  readonly app: string
  /** A page that is not the CRM's: it frames whatever `?src=` says. */
  readonly stranger: string
  /** Another CRM with books of its own, both with sign-in. */
  readonly family: Pair
  /** What came by mail, as a list. */
  readonly mails: string
}

export const places = (): Places => JSON.parse(process.env['E2E_PLACES'] ?? '{}') as Places
