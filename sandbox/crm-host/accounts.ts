import type { Answer } from '../kit/server'
import { text } from './aside'
import type { Aside, Facts } from './aside'
import { changed, inputs } from './form'
import type { Input } from './form'
import { html, nothing } from './html'
import type { Html } from './html'
import { notice, page, seeOther, tableOf } from './page'

const fields: readonly Input[] = [
  { name: 'name', label: 'Name' },
  { name: 'statusId', label: 'Status' },
  { name: 'extId', label: 'Code in the books' },
  { name: 'vatNumber', label: 'VAT number' },
  { name: 'phone', label: 'Phone' },
  { name: 'email', label: 'E-mail' },
  { name: 'website', label: 'Web site' },
  { name: 'address1', label: 'Street' },
  { name: 'postcode', label: 'Postcode' },
  { name: 'city', label: 'City' },
  { name: 'comment', label: 'Notes', long: true },
]

const lockTag = (row: Facts): Html => (row['readOnly'] === true ? html`<span class="tag lock">locked</span>` : nothing)
const removedTag = (row: Facts): Html => (row['deleted'] === true ? html`<span class="tag">deleted</span>` : nothing)
const labelOf = (list: readonly Facts[], id: unknown): string =>
  text(list.find((entry) => entry['id'] === id)?.['descriptionEN'])

/** Accounts as the CRM's own pages show them: the lock is felt here, with a way round it for the curious. */
export function accounts(crm: Aside) {
  const found = async (id: string): Promise<Facts> =>
    (await crm.rows('list', 'accounts')).find((row) => text(row['id']) === id) ?? {}
  const form = async (): Promise<readonly Input[]> => {
    const statuses = await crm.rows('list', 'accountStatuses')
    const choices = statuses.map((entry) => [text(entry['id']), text(entry['descriptionEN'])] as const)
    return fields.map((field) => (field.name === 'statusId' ? { ...field, choices } : field))
  }
  return { list: list(crm), one: one(crm, found, form), save: save(crm, found), add: add(crm) }
}

const list =
  (crm: Aside) =>
  async (query: URLSearchParams): Promise<Answer> => {
    const [rows, statuses] = await Promise.all([crm.rows('list', 'accounts'), crm.rows('list', 'accountStatuses')])
    const wanted = (query.get('q') ?? '').toLowerCase()
    const shown = rows.filter((row) => `${text(row['name'])} ${text(row['extId'])}`.toLowerCase().includes(wanted))
    const table = tableOf(
      shown.slice(0, 200),
      [
        {
          head: 'Name',
          cell: (row) =>
            html`<a href="/accounts/${text(row['id'])}">${text(row['name'])}</a> ${lockTag(row)}${removedTag(row)}`,
        },
        { head: 'Code', cell: (row) => text(row['extId']) },
        { head: 'Status', cell: (row) => labelOf(statuses, row['statusId']) },
        { head: 'City', cell: (row) => text(row['city']) },
        { head: 'Outstanding', cell: (row) => text(row['Z_Outstanding']), number: true },
      ],
      (row) => row['deleted'] === true,
    )
    return page(
      '/accounts',
      'Accounts',
      html`<div class="top">
          <h1>Accounts <span class="tag">${shown.length}</span></h1>
          <div class="row">
            <form method="get" action="/accounts">
              <input name="q" aria-label="Search" placeholder="Search" value="${query.get('q')}" />
            </form>
            <form method="post" action="/accounts" class="row">
              <input name="name" aria-label="Name of a new client" placeholder="New client" required />
              <button>Add</button>
            </form>
          </div>
        </div>
        ${notice(query.get('refused'))} ${table}`,
    )
  }

const add =
  (crm: Aside) =>
  async (typed: URLSearchParams): Promise<Answer> => {
    const statuses = await crm.rows('list', 'accountStatuses')
    const client = statuses.find((entry) => /client|customer/i.test(text(entry['descriptionEN'])))
    const deed = await crm.call('create', 'accounts', {
      name: typed.get('name') ?? '',
      statusId: client?.['id'] ?? null,
      branchId: 438,
      salesRepId1: 502,
    })
    return seeOther(deed.ok ? `/accounts/${text(deed.value)}` : `/accounts?refused=${encodeURIComponent(deed.reason)}`)
  }

const one =
  (crm: Aside, found: (id: string) => Promise<Facts>, form: () => Promise<readonly Input[]>) =>
  async (id: string, query: URLSearchParams): Promise<Answer> => {
    const [row, asked, contacts, orders] = await Promise.all([
      found(id),
      form(),
      crm.rows('list', 'contacts'),
      crm.rows('list', 'salesorders'),
    ])
    const own = (each: Facts) => text(each['accountId']) === id
    const locked = row['readOnly'] === true
    const anyway = query.has('anyway')
    const content = html`<div class="top">
        <h1>${text(row['name'])} ${lockTag(row)}${removedTag(row)}</h1>
        <a href="/accounts">All accounts</a>
      </div>
      ${notice(query.get('refused'))} ${locked ? lockNote(id, anyway) : nothing}
      <section class="card pad">
        <form method="post" action="/accounts/${id}" class="grid">
          ${anyway ? html`<input type="hidden" name="force" value="1" />` : nothing}
          ${inputs(asked, row, locked && !anyway)}
          <div class="row" style="align-self:end">
            <button class="main" ${locked && !anyway ? html`disabled` : ''}>Save</button>
          </div>
        </form>
      </section>
      ${extra(row)}
      <h2>Contacts</h2>
      ${tableOf(
        contacts.filter(own),
        [
          { head: 'Name', cell: (each) => `${text(each['firstName'])} ${text(each['lastName'])}` },
          { head: 'E-mail', cell: (each) => text(each['email']) },
          { head: 'Phone', cell: (each) => text(each['phone1']) },
        ],
        (each) => each['deleted'] === true,
      )}
      <h2>Orders and invoices</h2>
      ${tableOf(
        orders.filter(own),
        [
          {
            head: 'Reference',
            cell: (each) => html`<a href="/orders/${text(each['id'])}">${text(each['reference'])}</a>`,
          },
          { head: 'Total', cell: (each) => text(each['total']), number: true },
        ],
        (each) => each['deleted'] === true,
      )}`
    return page('/accounts', text(row['name']), content)
  }

const lockNote = (id: string, anyway: boolean): Html =>
  anyway
    ? html`<p class="note">
        You go round the lock, as a support tool could. Concord will put your edit back at its next run and say so.
      </p>`
    : html`<p class="note">
        Read only: the books lead for this account. <a href="/accounts/${id}?anyway">Edit anyway</a>
      </p>`

function extra(row: Facts): Html {
  const own = Object.entries(row).filter(([name, value]) => name.startsWith('Z_') && value !== null && value !== '')
  if (own.length === 0) return nothing
  const shown = own.map(
    ([name, value]) =>
      html`<dt>${name.slice(2)}</dt>
        <dd>${text(value)}</dd>`,
  )
  return html`<h2>From the books</h2>
    <section class="card pad"><dl>${shown}</dl></section>`
}

const save =
  (crm: Aside, found: (id: string) => Promise<Facts>) =>
  async (id: string, typed: URLSearchParams): Promise<Answer> => {
    const changes = changed(fields, typed, await found(id))
    const hand = { as: 502, force: typed.has('force') }
    const deed =
      Object.keys(changes).length === 0 ? null : await crm.call('edit', 'accounts', Number(id), changes, hand)
    return seeOther(
      deed === null || deed.ok ? `/accounts/${id}` : `/accounts/${id}?refused=${encodeURIComponent(deed.reason)}`,
    )
  }
