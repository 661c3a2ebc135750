import type { Answer } from '../kit/server'
import { html, nothing } from './html'
import type { Html } from './html'
import { style } from './style'

/** Whose CRM it is, and its rooms; the last link leads to the books, where they can be shown. */
export interface Look {
  readonly brand: string
  readonly rooms: readonly (readonly [path: string, label: string])[]
  readonly books: readonly [path: string, label: string] | null
}

const sage: Look = {
  brand: 'Sage Sales Management',
  rooms: [
    ['/accounts', 'Accounts'],
    ['/contacts', 'Contacts'],
    ['/products', 'Products'],
    ['/orders', 'Orders'],
    ['/concord', 'Concord'],
    ['/marketplace', 'Marketplace'],
    ['/mail', 'Mail'],
  ],
  books: ['/sage', 'Sage 50 (the books)'],
}

export function page(here: string, title: string, content: Html, wide = nothing, look = sage): Answer {
  const link = ([path, label]: readonly [string, string]) =>
    html`<a href="${path}" ${here === path ? html`aria-current="page"` : ''}>${label}</a>`
  const markup = html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${title} · Demo CRM</title>
        <link rel="icon" href="data:," />
        ${style}
      </head>
      <body>
        <aside>
          <div class="brand">${look.brand}<small>simulated, for the demo</small></div>
          ${look.rooms.map(link)}
          ${
            look.books === null
              ? nothing
              : html`<hr />
                  ${link(look.books)}`
          }
        </aside>
        ${wide === nothing ? html`<main>${content}</main>` : html`<main class="wide">${wide}</main>`}
      </body>
    </html>`
  return {
    status: 200,
    headers: { 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-store' },
    body: markup.markup,
  }
}

export const wide = (here: string, title: string, content: Html, look = sage): Answer =>
  page(here, title, nothing, content, look)

export const seeOther = (location: string): Answer => ({ status: 303, headers: { location } })

export const notice = (reason: string | null): Html =>
  reason === null ? nothing : html`<p class="note bad" role="alert">${reason}</p>`

export interface Column<T> {
  readonly head: string
  readonly cell: (row: T) => Html | string
  readonly number?: boolean
}

export function tableOf<T>(rows: readonly T[], columns: readonly Column<T>[], gone: (row: T) => boolean): Html {
  if (rows.length === 0) return html`<div class="card pad">Nothing here yet.</div>`
  const side = (column: Column<T>) => (column.number ? html`class="n"` : '')
  return html`<div class="card">
    <table>
      <thead>
        <tr>
          ${columns.map((column) => html`<th ${side(column)}>${column.head}</th>`)}
        </tr>
      </thead>
      <tbody>
        ${rows.map(
          (row) =>
            html`<tr class="${gone(row) ? 'gone' : ''}">
              ${columns.map((column) => html`<td ${side(column)}>${column.cell(row)}</td>`)}
            </tr>`,
        )}
      </tbody>
    </table>
  </div>`
}
