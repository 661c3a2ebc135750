import type { Inside } from '@/app/bridge/_enter'
import type { Heard } from '@/app/bridge/_host'

/** One message as post-robot 9 writes it. */
export interface Message {
  readonly id: string
  readonly hash: string
  readonly type: string
  readonly name: string
  readonly data: Readonly<Record<string, unknown>>
}

/** What is said in answer: whatever a page may write, right or wrong. */
type Saying = Readonly<Record<string, unknown>>
type Say = (message: Saying, from?: Partial<Heard>) => void
/** What the page around ours does with a question; `say` speaks as that page unless told otherwise. */
export type Around = (asked: Message, say: Say) => void

const origin = 'https://app.forcemanager.net'

/** A window of ours with a page of the CRM around it; like a browser it delivers nothing to another origin than the one named. */
export function aFrame(around: Around, place: Partial<Pick<Inside, 'location' | 'document'>> = {}) {
  const hearing = new Set<(event: Heard) => void>()
  const asked: Message[] = []
  const targets: string[] = []
  const parent = {
    postMessage(text: string, target: string) {
      targets.push(target)
      if (target !== origin) return
      const message = (JSON.parse(text) as { readonly __postRobot__: Message }).__postRobot__
      asked.push(message)
      around(message, (said, from = {}) => {
        const reply = { id: 'r', hash: message.hash, name: message.name, ...said }
        const event = { source: parent, origin, data: JSON.stringify({ __postRobot__: reply }), ...from }
        for (const hear of [...hearing]) hear(event)
      })
    },
  }
  const inside: Inside = {
    ...{ name: 'the-guid', parent, location: { ancestorOrigins: [origin] }, document: { referrer: '' }, ...place },
    addEventListener: (_type, hear) => void hearing.add(hear),
    removeEventListener: (_type, hear) => void hearing.delete(hear),
  }
  return { inside, asked, targets, hearing }
}

/** A page that answers at once what these hold; an Error is what it refuses with. */
export const answering =
  (replies: Readonly<Record<string, () => unknown>>): Around =>
  ({ name }, say) => {
    say({ type: 'postrobot_message_ack' })
    const data = replies[name]?.() ?? new Error('No handler found')
    const outcome = data instanceof Error ? { ack: 'error', error: data.message } : { ack: 'success', data }
    say({ type: 'postrobot_message_response', ...outcome })
  }
