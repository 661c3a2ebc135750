/** What post-robot 9 puts around a message, which the CRM's own pages speak: https://github.com/krakenjs/post-robot */
const envelope = '__postRobot__'
const kind = {
  request: 'postrobot_message_request',
  ack: 'postrobot_message_ack',
  response: 'postrobot_message_response',
} as const

/** What we need of the window that we are shown in. */
export interface Frame {
  readonly parent: { postMessage(message: string, origin: string): void }
  addEventListener(type: 'message', hear: (event: Heard) => void): void
  removeEventListener(type: 'message', hear: (event: Heard) => void): void
}

export interface Heard {
  readonly source: unknown
  readonly origin: string
  readonly data: unknown
}

export type Reply =
  { readonly ok: true; readonly data: unknown } | { readonly ok: false; readonly why: 'silent' | 'refused' }

export interface Host {
  ask(name: string, data: Readonly<Record<string, string>>): Promise<Reply>
}

/** Milliseconds until somebody must have heard us, and until they must have answered. */
const usual = { heard: 4_000, answered: 15_000 }

/** The page around ours: asked at this origin only, and heard only from there and from that window. */
export function hostAt(frame: Frame, origin: string, patience = usual): Host {
  const ask: Host['ask'] = (name, data) =>
    new Promise((resolve) => {
      const hash = `${name}_${crypto.randomUUID()}`
      const end = (reply: Reply) => {
        clearTimeout(unheard)
        clearTimeout(unanswered)
        frame.removeEventListener('message', hear)
        resolve(reply)
      }
      const hear = (event: Heard) => {
        if (event.source !== frame.parent || event.origin !== origin) return
        const message = messageIn(event.data)
        if (message?.['hash'] !== hash) return
        if (message['type'] === kind.ack) clearTimeout(unheard)
        if (message['type'] === kind.response) end(replyIn(message))
      }
      const unheard = setTimeout(end, patience.heard, silent)
      const unanswered = setTimeout(end, patience.answered, silent)
      frame.addEventListener('message', hear)
      const request = { id: crypto.randomUUID(), type: kind.request, hash, name, data, fireAndForget: false }
      frame.parent.postMessage(JSON.stringify({ [envelope]: request }), origin)
    })
  return { ask }
}

const silent: Reply = { ok: false, why: 'silent' }

const replyIn = (message: Readonly<Record<string, unknown>>): Reply =>
  message['ack'] === 'success' ? { ok: true, data: message['data'] } : { ok: false, why: 'refused' }

/** Whatever else is said in this window is none of ours; the schema library would compile code, which our policy forbids. */
function messageIn(data: unknown): Readonly<Record<string, unknown>> | null {
  if (typeof data !== 'string' || !data.includes(envelope)) return null
  try {
    return factsIn(factsIn(JSON.parse(data))?.[envelope])
  } catch (error) {
    if (error instanceof SyntaxError) return null
    throw error
  }
}

export const factsIn = (value: unknown): Readonly<Record<string, unknown>> | null =>
  typeof value === 'object' && value !== null ? Object.fromEntries(Object.entries(value)) : null
