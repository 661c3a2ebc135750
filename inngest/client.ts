import { eventType, Inngest, staticSchema } from 'inngest'
import type { Context, HouseEvent, LookAsked } from '@/lib/model/context'

/**
 * Where events go and who signs is the environment's business (INNGEST_BASE_URL, INNGEST_EVENT_KEY,
 * INNGEST_SIGNING_KEY): the same functions run on Inngest Cloud, on `inngest start` and on the embedded executor.
 */
export const inngest = new Inngest({ id: 'concord' })

type DataOf<Name extends HouseEvent['name']> = Omit<
  Name extends LookAsked['name'] ? LookAsked : Extract<HouseEvent, { readonly name: Name }>,
  'name'
>

/** What the house emits, as triggers. */
export const houseEvents = {
  'run.asked': eventType('run.asked', { schema: staticSchema<DataOf<'run.asked'>>() }),
  'run.closed': eventType('run.closed', { schema: staticSchema<DataOf<'run.closed'>>() }),
  'connection.lost': eventType('connection.lost', { schema: staticSchema<DataOf<'connection.lost'>>() }),
  'connection.ended': eventType('connection.ended', { schema: staticSchema<DataOf<'connection.ended'>>() }),
  'mail.due': eventType('mail.due', { schema: staticSchema<DataOf<'mail.due'>>() }),
  'alerts.due': eventType('alerts.due', { schema: staticSchema<DataOf<'alerts.due'>>() }),
  'verify.asked': eventType('verify.asked', { schema: staticSchema<DataOf<'verify.asked'>>() }),
} satisfies Record<HouseEvent['name'], unknown>

/** Fills in `Context.emit`. */
export const emit: Context['emit'] = async ({ name, ...data }) => {
  await inngest.send({ name, data })
}
