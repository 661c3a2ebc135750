import type { Write } from '@/lib/model/connector'
import { ConnectorError } from '@/lib/model/problem'
import { personBody } from './body'
import type { Item } from './documents'
import { hasPerson } from './map'
import { marked, unmarked } from './marker'
import type { Customer } from './wire'

export function customerCreate(write: Write & { readonly do: 'create' }): Item {
  const body = personBody('customer', write.fields, null)
  const notes = typeof body['Notes'] === 'string' ? body['Notes'] : undefined
  return { operation: 'create', kind: 'Customer', body: { ...body, Notes: marked(notes, 'customer', write.marker) } }
}

/** The person of a customer is written into the customer, and only where there is none yet. */
export function contactCreate(write: Write & { readonly do: 'create' }, owner: Customer | undefined): Item {
  if (!owner) throw refused('parent:customer', 'The customer of this contact is not in QuickBooks')
  if (hasPerson(owner)) throw refused('parent:customer', 'one-person')
  const Notes = marked(owner.Notes, 'contact', write.marker)
  return changed(owner.Id, owner.SyncToken, { ...personBody('contact', write.fields, null), Notes })
}

export function personUpdate(write: Write & { readonly do: 'update' }, version: string, before: Customer | null): Item {
  const entity = write.entity === 'contact' ? 'contact' : 'customer'
  return changed(write.id, version, personBody(entity, write.fields, before))
}

/** A customer is made inactive, for it cannot be deleted; a contact leaves its customer nameless. */
export function personRemove(write: Write & { readonly do: 'remove' }, version: string, before: Customer): Item {
  if (write.entity === 'customer') return changed(write.id, version, { Active: false })
  const empty = { Title: '', GivenName: '', FamilyName: '', Mobile: { FreeFormNumber: '' } }
  return changed(write.id, version, { ...empty, Notes: unmarked(before.Notes, 'contact') })
}

const changed = (Id: string, SyncToken: string, body: object): Item => ({
  operation: 'update',
  kind: 'Customer',
  body: { Id, SyncToken, sparse: true, ...body },
})

const refused = (field: string, detail: string): ConnectorError =>
  new ConnectorError({ kind: 'rejected', field, detail })
