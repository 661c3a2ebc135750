import { z } from 'zod'
import { inTenant } from '@/lib/store/db'
import { removeRecipient as store } from '@/lib/store/recipients'
import { noteDecided } from './decided'
import { done } from './fault'
import { placeOf } from './place'
import { verb } from './verb'

export const removeRecipientInput = z.object({ recipient: z.string().min(1) })

/** Answers with the address that gets no more mail; null if somebody removed it before. */
export const removeRecipient = verb<z.infer<typeof removeRecipientInput>, string | null>(
  removeRecipientInput,
  async (desk, { recipient }) =>
    inTenant(desk, async (tx) => {
      const email = await store(tx, desk, desk.installation, recipient)
      const { integration } = await placeOf(tx, desk)
      if (email !== null && integration)
        await noteDecided(tx, desk, integration, [{ why: 'remove-recipient', record: email }])
      return done(email)
    }),
)
