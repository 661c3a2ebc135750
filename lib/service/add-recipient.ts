import { z } from 'zod'
import { locales } from '@/lib/model/words'
import { inTenant } from '@/lib/store/db'
import { addRecipient as store, alertSettings, saveQuiet } from '@/lib/store/recipients'
import { noteDecided } from './decided'
import { done, invalid } from './fault'
import { newToken } from './new-token'
import { placeOf } from './place'
import { verb } from './verb'

export const addRecipientInput = z.object({
  email: z
    .email()
    .max(254)
    .transform((email) => email.toLowerCase()),
  locale: z.enum(locales),
})

/** From now on this address gets mail, in this language; one that had left gets it again. */
export const addRecipient = verb<z.infer<typeof addRecipientInput>, { readonly email: string }>(
  addRecipientInput,
  async (desk, { email, locale }) =>
    inTenant(desk, async (tx) => {
      const chosen = await alertSettings(tx, desk, desk.installation)
      // Whoever begins a list means it to be the whole list.
      if (!chosen) await saveQuiet(tx, desk, desk.installation, { from: null, to: null, zone: 'UTC' })
      const added = await store(tx, desk, desk.installation, { id: desk.newId(), email, locale, token: newToken() })
      if (!added) return invalid({ email: 'known' })
      const { integration } = await placeOf(tx, desk)
      if (integration) await noteDecided(tx, desk, integration, [{ why: 'add-recipient', record: email }])
      return done({ email })
    }),
)
