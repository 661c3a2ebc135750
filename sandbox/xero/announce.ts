import type { Organisation } from './organisation'
import type { Event, Webhooks } from './webhooks'

const PATHS = { CONTACT: 'Contacts', INVOICE: 'Invoices', CREDITNOTE: 'CreditNotes' } as const
export type Category = keyof typeof PATHS

/** Notes for the webhooks what moved; only events of credit notes carry anything of their record. */
export function announce(
  hooks: Webhooks,
  org: Organisation,
  eventCategory: Category,
  resourceId: string,
  eventType: Event['eventType'],
): void {
  const note = eventCategory === 'CREDITNOTE' ? org.tables.creditNotes.get(resourceId) : undefined
  hooks.note({
    resourceUrl: `https://api.xero.com/api.xro/2.0/${PATHS[eventCategory]}/${resourceId}`,
    resourceId,
    tenantId: org.id,
    eventCategory,
    eventType,
    ...(note ? { data: { Type: note.Type, Status: note.Status } } : {}),
  })
}
