import type { Answer } from '../kit/server'
import { text } from './aside'
import type { Aside, Facts } from './aside'
import { html } from './html'
import type { Html } from './html'
import { page, tableOf } from './page'
import type { Column } from './page'

const locked = (row: Facts): Html | string =>
  row['readOnly'] === true ? html`<span class="tag lock">locked</span>` : ''
const column = (head: string, name: string, number = false): Column<Facts> => ({
  head,
  cell: (row) => text(row[name]),
  number,
})

const lists: Readonly<Record<string, { readonly title: string; readonly columns: readonly Column<Facts>[] }>> = {
  contacts: {
    title: 'Contacts',
    columns: [
      { head: 'Name', cell: (row) => html`${text(row['firstName'])} ${text(row['lastName'])} ${locked(row)}` },
      {
        head: 'Account',
        cell: (row) => html`<a href="/accounts/${text(row['accountId'])}">${text(row['accountId'])}</a>`,
      },
      column('E-mail', 'email'),
      column('Phone', 'phone1'),
      column('City', 'city'),
    ],
  },
  products: {
    title: 'Products',
    columns: [
      { head: 'Name', cell: (row) => html`${text(row['model'])} ${locked(row)}` },
      column('Code', 'extId'),
      { head: 'Stock', cell: (row) => (row['stock'] === null ? '–' : text(row['stock'])), number: true },
      column('Price', 'price', true),
      { head: 'Available', cell: (row) => (row['notAvailable'] === true ? 'No' : 'Yes') },
    ],
  },
  salesorders: {
    title: 'Orders and invoices',
    columns: [
      {
        head: 'Reference',
        cell: (row) => html`<a href="/orders/${text(row['id'])}">${text(row['reference'])}</a> ${locked(row)}`,
      },
      {
        head: 'Account',
        cell: (row) => html`<a href="/accounts/${text(row['accountId'])}">${text(row['accountId'])}</a>`,
      },
      column('Date', 'Z_InvoiceDate'),
      column('Total', 'total', true),
      column('To pay', 'Z_Balance', true),
    ],
  },
}

/** A plain list of the CRM's records, the newest 300. */
export async function recordList(crm: Aside, resource: string, here: string): Promise<Answer> {
  const rows = await crm.rows('list', resource)
  const { title, columns } = lists[resource] ?? { title: resource, columns: [column('Id', 'id')] }
  const content = html`<div class="top">
      <h1>${title} <span class="tag">${rows.length}</span></h1>
    </div>
    ${tableOf(rows.slice(-300).reverse(), columns, (row) => row['deleted'] === true)}`
  return page(here, title, content)
}

export async function order(crm: Aside, id: string): Promise<Answer> {
  const [orders, lines, products] = await Promise.all([
    crm.rows('list', 'salesorders'),
    crm.rows('list', 'salesordersLines'),
    crm.rows('list', 'products'),
  ])
  const row = orders.find((each) => text(each['id']) === id) ?? {}
  const product = (line: Facts) => text(products.find((each) => each['id'] === line['productId'])?.['model'])
  const facts = Object.entries(row).filter(([, value]) => value !== null && value !== '')
  const content = html`<div class="top">
      <h1>${text(row['reference'])} ${locked(row)}</h1>
      <a href="/orders">All orders</a>
    </div>
    ${tableOf(
      lines.filter((line) => text(line['salesorderId']) === id),
      [
        { head: 'Product', cell: product },
        column('Description', 'description'),
        column('Quantity', 'quantity', true),
        column('Price', 'price', true),
        column('Discount %', 'discount1', true),
        column('Total', 'total', true),
      ],
      (line) => line['deleted'] === true,
    )}
    <h2>Details</h2>
    <section class="card pad">
      <dl>
        ${facts.map(
          ([name, value]) =>
            html`<dt>${name}</dt>
              <dd>${text(value)}</dd>`,
        )}
      </dl>
    </section>`
  return page('/orders', text(row['reference']), content)
}
