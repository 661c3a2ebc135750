/** Where everything of the browser tests lives; set by `start.ts` for all workers. */
export interface Places {
  readonly host: string
  readonly app: string
  readonly crm: string
  readonly books: string
  /** A page that is not the CRM's: it frames whatever `?src=` says. */
  readonly stranger: string
  /** File with the host's signing key. */
  readonly settings: string
}

export const places = (): Places => JSON.parse(process.env['E2E_PLACES'] ?? '{}') as Places
