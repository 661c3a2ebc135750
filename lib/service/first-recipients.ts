import type { Room, Tx } from '@/lib/store/db'
import { addRecipient, administrators } from '@/lib/store/recipients'
import { newToken } from './new-token'

/** Until somebody chooses who gets mail, the administrators who have an address do. */
export async function firstRecipients(tx: Tx, room: Room, installed: string): Promise<void> {
  for (const { email, locale } of await administrators(tx, room, installed))
    await addRecipient(tx, room, installed, { id: room.newId(), email, locale, token: newToken() })
}
