import { DEMO_KEYS } from '../../sandbox/sage-sales'
import { KEY, MAIN } from '../../sandbox/sage-50-fr'
import type { Where } from './vendors'

export type Row = Readonly<Record<string, unknown>> & { readonly id: string }

/** The vendors as any script would call them: no types, no checks, only the calls. */
export function plain({ books, crm }: Where) {
  let token = ''
  const post = async (path: string, body: unknown): Promise<Row> => {
    const headers = { 'content-type': 'application/json', 'x-session-key': token }
    const answer = await fetch(`${crm}/api/v4/${path}`, { method: 'POST', headers, body: JSON.stringify(body) })
    if (!answer.ok) throw new Error(`POST ${path}: ${answer.status} ${await answer.text()}`)
    return (await answer.json()) as Row // the simulator's own shape
  }
  return {
    post,
    async signIn(): Promise<void> {
      const { publicKey: username, privateKey: password } = DEMO_KEYS
      token = String((await post('login', { username, password }))['token'])
    },
    /** Page after page of one of Sage's lists. */
    async *pages(list: 'clients' | 'contacts'): AsyncGenerator<readonly Row[]> {
      for (let cursor = '', more = true; more;) {
        const url = `${books}/v1/dossiers/${MAIN}/${list}?limite=200${cursor ? `&curseur=${cursor}` : ''}`
        const answer = await fetch(url, { headers: { authorization: `Bearer ${KEY}` } })
        const page = (await answer.json()) as { elements: Row[]; curseur: string; encore: boolean } // ditto
        yield page.elements
        cursor = page.curseur
        more = page.encore
      }
    },
  }
}
