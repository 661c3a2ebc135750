import type { Answer } from '../kit/server'
import { text } from './aside'
import type { Aside, Facts } from './aside'
import { html, nothing } from './html'
import { page, tableOf } from './page'
import type { Column, Look } from './page'

/** Modules of the CRM by their room; what is made by an administrator has its own name in front. */
const modules: Readonly<Record<string, { readonly title: string; readonly columns: readonly Column<Facts>[] }>> = {
  sales_accounts: {
    title: 'Accounts',
    columns: [column('Name', 'name'), column('City', 'city'), column('Country', 'country'), column('Phone', 'phone')],
  },
  contacts: {
    title: 'Contacts',
    columns: [
      { head: 'Name', cell: (row) => `${text(row['first_name'])} ${text(row['last_name'])}` },
      column('E-mail', 'email'),
      column('Mobile', 'mobile_number'),
    ],
  },
  deals: { title: 'Deals', columns: [column('Name', 'name'), column('Amount', 'amount', true)] },
  products: {
    title: 'Products',
    columns: [column('Name', 'name'), column('Code', 'product_code'), column('Active', 'is_active')],
  },
  cm_invoice: { title: 'Invoices', columns: [column('Name', 'name'), { head: 'Fields', cell: ownFields }] },
  cm_payment: { title: 'Payments', columns: [column('Name', 'name'), { head: 'Fields', cell: ownFields }] },
}

export const freshsales: Look = {
  brand: 'Freshsales',
  rooms: [
    ...Object.entries(modules).map(([name, { title }]) => [`/${name}`, title] as const),
    ['/concord', 'Concord'],
    ['/marketplace', 'Marketplace'],
    ['/mail', 'Mail'],
  ],
  books: null,
}

/** The records of a module, the newest 300; null where there is no such room. */
export async function moduleList(crm: Aside, room: string): Promise<Answer | null> {
  const known = modules[room]
  if (!known) return null
  const rows = await crm.rows('list', room)
  const content = html`<div class="top">
      <h1>${known.title} <span class="tag">${rows.length}</span></h1>
    </div>
    ${tableOf(rows.slice(-300).reverse(), known.columns, (row) => row['is_deleted'] === true)}`
  return page(`/${room}`, known.title, content, nothing, freshsales)
}

function column(head: string, name: string, number = false): Column<Facts> {
  return { head, cell: (row) => text(row[name]), number }
}

function ownFields(row: Facts): string {
  const own = Object.entries(Object(row['custom_field']) as Facts)
  return own.flatMap(([name, value]) => (text(value) === '' ? [] : [`${name.slice(3)} ${text(value)}`])).join(' · ')
}
