import type { Exported } from '@/lib/mail/security-letter'
import { inTenant } from '@/lib/store/db'
import type { Desk } from './desk'
import { mailDue, tellAdministrators } from './tell-administrators'

/** A file is about to leave the house: whoever administers learns who asked for it. */
export async function noteExport(desk: Desk, what: Exported): Promise<void> {
  await inTenant(desk, (tx) => tellAdministrators(tx, desk, { kind: 'exported', what }))
  await desk.emit(mailDue(desk))
}
