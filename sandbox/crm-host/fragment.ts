import { json } from '../kit/server'
import type { Answer, Request } from '../kit/server'
import { text } from './aside'
import type { Aside, Facts } from './aside'
import { html, verbatim } from './html'
import { wide } from './page'

/** What an administrator registered: the CRM calls it by this, and hands it to the frame as the name of its window. */
const guid = '6f9b2c1e-3d0a-4c57-9a61-8e2f4b7d5c30'

/** The CRM's own page around a registered one, as its web application is; the bearer that a user holds is kept until a new one is wanted. */
export function fragment(crm: Aside, app: string) {
  const held = new Map<string, string>()

  async function bearer(user: string, fresh: boolean): Promise<Answer> {
    const known = fresh ? undefined : held.get(user)
    if (known !== undefined) return json(200, known)
    const made = await crm.call('bridgeToken', Number(user))
    if (!made.ok) return json(400, made.reason)
    held.set(user, text(made.value))
    return json(200, made.value)
  }

  return {
    async answer({ path, query, method }: Request, typed: URLSearchParams): Promise<Answer> {
      if (method === 'POST' && path === '/fragment/bearer')
        return bearer(typed.get('user') ?? '501', typed.get('fresh') === 'yes')
      const user = query.get('user') ?? '501'
      const known = (await crm.rows('list', 'users')).find((row) => text(row['id']) === user) ?? {}
      return around(`${app}/bridge/sage-sales${query.get('of') ?? ''}`, new URL(app).origin, known)
    },
  }
}

function around(address: string, app: string, user: Facts): Answer {
  const context = { platform: 'web', type: 'page', entityType: {}, entity: {}, userData: userData(user) }
  const content = html`<iframe name="${guid}" title="Concord" src="${address}"></iframe>
    ${verbatim(`<script>${spoken({ guid, app, user: text(user['id']), context })}</script>`)}`
  return wide('/concord', 'Concord', content)
}

const userData = (user: Facts): Facts => ({
  idUsuario: user['id'],
  nombre: user['name'],
  apellidos: user['lastName'],
  email: user['email'],
  locale: user['locale'],
  langISOInterface: text(user['locale']).slice(0, 2),
})

/** Answers what fm-bridge asks, in the words of post-robot 9: https://github.com/krakenjs/post-robot */
const spoken = (given: object): string => `
const given = ${JSON.stringify(given).replaceAll('<', '\\u003c')}
const frame = document.querySelector('iframe')
const bearer = async (fresh) => {
  const answer = await fetch('/fragment/bearer', { method: 'POST', body: new URLSearchParams({ user: given.user, fresh }) })
  return answer.json()
}
const replies = {
  getContext: () => given.context,
  getToken: (asked) => asked.guid === given.guid ? bearer('no') : Promise.reject(new Error('Unknown fragment')),
  getNewToken: (asked) => asked.guid === given.guid ? bearer('yes') : Promise.reject(new Error('Unknown fragment')),
}
addEventListener('message', async ({ source, origin, data }) => {
  if (source !== frame.contentWindow || origin !== given.app || typeof data !== 'string') return
  const asked = JSON.parse(data).__postRobot__
  if (asked?.type !== 'postrobot_message_request') return
  const { hash, name } = asked
  const say = (message) =>
    source.postMessage(JSON.stringify({ __postRobot__: { id: crypto.randomUUID(), hash, name, ...message } }), origin)
  say({ type: 'postrobot_message_ack' })
  const type = 'postrobot_message_response'
  try {
    const reply = replies[name]
    if (reply === undefined) throw new Error('No handler found for post message: ' + name)
    say({ type, ack: 'success', data: await reply(asked.data) })
  } catch (error) {
    say({ type, ack: 'error', error: { __type__: 'error', __val__: { message: error.message } } })
  }
})`
