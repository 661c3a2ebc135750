import { html } from '../crm-host/html'
import type { Html } from '../crm-host/html'
import type { Message } from './mailbox'

/** Everything that was mailed, newest first, and one of them opened. */
export function mailPages(messages: readonly Message[], opened: string | undefined): Html {
  const message = opened === undefined ? undefined : messages.find(({ id }) => id === opened)
  if (messages.length === 0)
    return html`<h1>Mail</h1>
      <div class="card pad">Nothing was mailed yet. Concord writes when a human is needed.</div>`
  return html`<h1>Mail</h1>
    <p>Everything that Concord mailed in this demo. Nothing leaves this machine.</p>
    ${message && one(message)}
    <div class="card">
      <table>
        <thead>
          <tr>
            <th>When</th>
            <th>To</th>
            <th>Subject</th>
          </tr>
        </thead>
        <tbody>
          ${messages.map(
            ({ id, at, to, subject }) =>
              html`<tr>
                <td>${when(at)}</td>
                <td>${to.join(', ')}</td>
                <td><a href="/mail/${id}" ${id === opened ? html`aria-current="true"` : ''}>${subject}</a></td>
              </tr>`,
          )}
        </tbody>
      </table>
    </div>`
}

/** The letter as a mail program shows it: no script of it runs, and its links open beside this page. */
function one({ from, to, subject, html: letter, plain, headers }: Message): Html {
  return html`<section class="card pad" aria-label="${subject}">
    <h2>${subject}</h2>
    <p>${from} → ${to.join(', ')}</p>
    <iframe
      title="${subject}"
      class="letter"
      sandbox="allow-popups allow-popups-to-escape-sandbox allow-top-navigation-by-user-activation"
      srcdoc="${aside(letter)}"
    ></iframe>
    <details>
      <summary>As plain text</summary>
      <pre>${plain}</pre>
    </details>
    <p>One-click end of these mails: <code>${headers['list-unsubscribe'] ?? 'none'}</code></p>
  </section>`
}

/** A link of the letter opens the page it names, not the little frame that shows the letter. */
const aside = (letter: string): string => letter.replace('<head>', '<head><base target="_top">')

const when = (at: number): string => new Date(at).toISOString().slice(0, 16).replace('T', ' ')
