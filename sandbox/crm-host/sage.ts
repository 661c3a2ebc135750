import type { Answer } from '../kit/server'
import { factsOf, text } from './aside'
import type { Aside, Facts } from './aside'
import { changed, inputs } from './form'
import type { Input } from './form'
import { html, nothing } from './html'
import type { Html } from './html'
import { notice, page, seeOther, tableOf } from './page'
import type { Column } from './page'

const kinds = ['clients', 'prospects', 'contacts', 'articles', 'factures'] as const
type Kind = (typeof kinds)[number]
const titles: Readonly<Record<Kind, string>> = {
  clients: 'Customers',
  prospects: 'Prospects',
  contacts: 'Addresses',
  articles: 'Articles',
  factures: 'Invoices',
}
const dossiers = ['dossier-1', 'dossier-2'] as const

const third: readonly Input[] = [
  { name: 'raisonSociale', label: 'Name' },
  { name: 'telephone', label: 'Phone' },
  { name: 'email', label: 'E-mail' },
  { name: 'tvaIntra', label: 'VAT number' },
  { name: 'SALES_REP', label: 'Sales rep' },
  { name: 'notes', label: 'Notes', long: true },
]
const yesNo = [
  ['true', 'Yes'],
  ['false', 'No'],
] as const
const fields: Readonly<Record<Kind, readonly Input[]>> = {
  clients: third,
  prospects: third,
  contacts: [
    { name: 'prenom', label: 'First name' },
    { name: 'nom', label: 'Last name' },
    { name: 'email', label: 'E-mail' },
    { name: 'telephone', label: 'Phone' },
  ],
  articles: [
    { name: 'libelle', label: 'Name' },
    { name: 'prixVenteHT', label: 'Price' },
    { name: 'stockReel', label: 'Stock' },
    { name: 'actif', label: 'Active', choices: yesNo },
  ],
  factures: [{ name: 'reference', label: 'Reference' }],
}

const nameOf = (row: Facts): string =>
  text(row['raisonSociale']) ||
  text(row['libelle']) ||
  text(row['numero']) ||
  `${text(row['prenom'])} ${text(row['nom'])}`

/** The dossier as its own program would show it, with buttons for what a bookkeeper does all day. */
export function sage(books: Aside) {
  const shown = (query: URLSearchParams) => {
    const kind = kinds.find((each) => each === query.get('kind')) ?? 'clients'
    const dossier = dossiers.find((each) => each === query.get('dossier')) ?? 'dossier-1'
    return { kind, dossier, here: `/sage?kind=${kind}&dossier=${dossier}` }
  }
  const find = async (dossier: string, kind: Kind, id: string) =>
    (await books.rows('list', dossier, kind)).find((row) => row['id'] === id) ?? {}

  return {
    async list(query: URLSearchParams): Promise<Answer> {
      const { kind, dossier, here } = shown(query)
      const rows = await books.rows('list', dossier, kind)
      const wanted = (query.get('q') ?? '').toLowerCase()
      const matching = rows.filter((row) => `${nameOf(row)} ${text(row['code'])}`.toLowerCase().includes(wanted))
      const content = html`${head(kind, dossier, matching.length, query.get('q'))} ${notice(query.get('refused'))}
      ${tableOf(matching.slice(0, 200), columns(kind, dossier, here), () => false)}`
      return page('/sage', 'Sage 50', content)
    },
    async one(id: string, query: URLSearchParams): Promise<Answer> {
      const { kind, dossier, here } = shown(query)
      const row = await find(dossier, kind, id)
      return page('/sage', nameOf(row), editor(row, id, kind, here, query.get('refused')))
    },
    async act(id: string, deed: string, query: URLSearchParams, typed: URLSearchParams): Promise<Answer> {
      const { kind, dossier, here } = shown(query)
      const changes = deed === 'edit' ? changed(fields[kind], typed, await find(dossier, kind, id)) : {}
      const done =
        deed === 'convert'
          ? await books.call('convert', dossier, id)
          : deed === 'remove'
            ? await books.call('remove', dossier, kind, id)
            : await books.call('edit', dossier, kind, id, changes)
      return seeOther(done.ok ? here : `${here}&refused=${encodeURIComponent(done.reason)}`)
    },
  }
}

function head(kind: Kind, dossier: string, count: number, wanted: string | null): Html {
  const tab = (each: Kind) =>
    html`<a href="/sage?kind=${each}&dossier=${dossier}" ${each === kind ? html`aria-current="page"` : ''}
      >${titles[each]}</a
    >`
  return html`<div class="top">
      <h1>Sage 50 <span class="tag">${dossier}</span> <span class="tag">${count}</span></h1>
      <form method="get" action="/sage" class="row">
        <input type="hidden" name="kind" value="${kind}" />
        <input name="q" aria-label="Search" placeholder="Search" value="${wanted}" style="width:180px" />
        <select name="dossier" aria-label="Dossier" style="width:auto">
          ${dossiers.map((each) => html`<option ${each === dossier ? html`selected` : ''}>${each}</option>`)}
        </select>
        <button>Show</button>
      </form>
    </div>
    <nav class="tabs">${kinds.map(tab)}</nav>`
}

function columns(kind: Kind, dossier: string, here: string): readonly Column<Facts>[] {
  const act = (row: Facts, deed: string, label: string, look = '') =>
    html`<form method="post" action="/sage/${text(row['id'])}/${deed}?kind=${kind}&dossier=${dossier}">
      <button class="${look}">${label}</button>
    </form>`
  const address = (row: Facts) => text(factsOf(row['adresse'])['ville'])
  return [
    { head: 'Code', cell: (row) => text(row['code']) },
    {
      head: 'Name',
      cell: (row) => html`<a href="/sage/${text(row['id'])}${here.slice('/sage'.length)}">${nameOf(row)}</a>`,
    },
    ...(kind === 'articles'
      ? [
          {
            head: 'Stock',
            cell: (row: Facts) => (row['gereEnStock'] === true ? text(row['stockReel']) : '–'),
            number: true,
          },
        ]
      : kind === 'factures'
        ? [{ head: 'Total', cell: (row: Facts) => text(row['totalTTC']), number: true }]
        : [{ head: 'City', cell: address }]),
    {
      head: '',
      cell: (row) =>
        html`<div class="row">
          ${kind === 'prospects' ? act(row, 'convert', 'Convert to customer') : nothing}
          ${act(row, 'remove', 'Remove', 'bad')}
        </div>`,
    },
  ]
}

function editor(row: Facts, id: string, kind: Kind, here: string, refused: string | null): Html {
  return html`<div class="top">
      <h1>${nameOf(row)} <span class="tag">${text(row['code'])}</span></h1>
      <a href="${here}">Back to the list</a>
    </div>
    ${notice(refused)}
    <section class="card pad">
      <form method="post" action="/sage/${id}/edit${here.slice('/sage'.length)}" class="grid">
        ${inputs(fields[kind], row, false)}
        <div class="row" style="align-self:end"><button class="main">Save</button></div>
      </form>
    </section>`
}
