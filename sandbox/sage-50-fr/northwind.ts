import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'csv-parse/sync'
import { BLANK_ARTICLE, BLANK_CONTACT, BLANK_REPRESENTANT, BLANK_TIERS } from './blank'
import { amount, decimal, times } from '../kit/decimal'
import type { Content } from './dossier'
import { invoice } from './invoice'
import type { Line } from './invoice'
import type { Article, Contact, Doc, Facture, Representant, Tiers } from './records'
import { accountOf } from './create'
import { day } from './seed/numbers'
import type { Source } from './table'

type Row = Readonly<Record<string, string>>

const COUNTRIES: Readonly<Record<string, string>> = {
  Argentina: 'AR',
  Austria: 'AT',
  Belgium: 'BE',
  Brazil: 'BR',
  Canada: 'CA',
  Denmark: 'DK',
  Finland: 'FI',
  France: 'FR',
  Germany: 'DE',
  Ireland: 'IE',
  Italy: 'IT',
  Mexico: 'MX',
  Norway: 'NO',
  Poland: 'PL',
  Portugal: 'PT',
  Spain: 'ES',
  Sweden: 'SE',
  Switzerland: 'CH',
  UK: 'GB',
  USA: 'US',
  Venezuela: 'VE',
}

const MADE = '1996-07-01T08:00:00.000Z'
const FREIGHT = 'PORT'
const NO_TAX = '0.00'

/** The Northwind CSV files as a dossier. Values stay verbatim, a trailing blank in a code included. */
export function loadNorthwind(folder: string): Content {
  const [customers, employees, products] = ['customers', 'employees', 'products'].map((name) => rows(folder, name))
  const orders = rows(folder, 'orders')
  const linesOf = groupBy(rows(folder, 'order-details'), 'OrderID')
  const categories = new Map(rows(folder, 'categories').map((row) => [row.CategoryID, of(row, 'CategoryName')]))
  const clients = (customers ?? []).map(client)
  const articles = [...(products ?? []).map((row, index) => article(row, index, categories)), freight(products ?? [])]
  const clientBy = new Map(clients.map((each) => [each.code, each]))
  const articleBy = new Map(articles.map((each) => [each.code, each]))
  return {
    nom: 'Northwind Traders',
    siren: null,
    genere: true,
    sources: {
      clients: source(clients),
      prospects: source([]),
      contacts: source((customers ?? []).flatMap((row, index) => contact(row, clients[index]))),
      articles: source(articles),
      factures: source(
        orders.map((row, index) => facture(row, index, linesOf.get(of(row, 'OrderID')) ?? [], clientBy, articleBy)),
      ),
      reglements: source([]),
      representants: source((employees ?? []).map(representant)),
    },
    image: () => null,
  }
}

const rows = (folder: string, name: string): readonly Row[] =>
  parse(readFileSync(join(folder, `${name}.csv`)), { columns: true, bom: true, trim: false })

const source = (docs: readonly Doc[]): Source => ({
  count: docs.length,
  visible: docs.length,
  make(index) {
    const doc = docs[index]
    if (!doc) throw new Error(`No row ${index}`)
    return doc
  },
})

/** A column that must be there. */
function of(row: Row, column: string): string {
  const value = row[column]
  if (value === undefined) throw new Error(`Column ${column} is missing`)
  return value
}

const text = (row: Row, column: string): string | null => of(row, column) || null

function address(row: Row): Tiers['adresse'] {
  const country = of(row, 'Country')
  const pays = COUNTRIES[country]
  if (country !== '' && pays === undefined) throw new Error(`Unknown country ${country}`)
  return {
    l1: text(row, 'Address'),
    l2: null,
    l3: text(row, 'Region'),
    codePostal: text(row, 'PostalCode'),
    ville: text(row, 'City'),
    pays: pays ?? null,
  }
}

function client(row: Row, index: number): Tiers {
  const code = of(row, 'CustomerID')
  return {
    ...BLANK_TIERS,
    id: String(index + 1),
    code,
    creeLe: MADE,
    modifieLe: MADE,
    raisonSociale: of(row, 'CompanyName'),
    adresse: address(row),
    telephone: text(row, 'Phone'),
    fax: text(row, 'Fax'),
    compteComptable: accountOf(code),
  }
}

/** One contact address per customer; the first word is the first name, a single word is the name. */
function contact(row: Row, owner: Tiers | undefined): readonly Contact[] {
  const name = of(row, 'ContactName')
  if (!owner || name === '') return []
  const gap = name.indexOf(' ')
  return [
    {
      ...BLANK_CONTACT,
      id: owner.id,
      code: `${owner.code}-${owner.id}`,
      creeLe: MADE,
      modifieLe: MADE,
      tiersId: owner.id,
      tiersCode: owner.code,
      numeroAdresse: 2,
      prenom: gap < 0 ? null : name.slice(0, gap),
      nom: name.slice(gap + 1),
      fonction: text(row, 'ContactTitle'),
      telephone: owner.telephone,
      adresse: owner.adresse,
    },
  ]
}

function article(row: Row, index: number, categories: ReadonlyMap<string | undefined, string>): Article {
  const price = amount(decimal(of(row, 'UnitPrice')))
  const stock = of(row, 'UnitsInStock')
  return {
    ...BLANK_ARTICLE,
    id: String(index + 1),
    code: of(row, 'ProductID'),
    creeLe: MADE,
    modifieLe: MADE,
    libelle: of(row, 'ProductName'),
    description: text(row, 'QuantityPerUnit'),
    famille: categories.get(row.CategoryID) ?? null,
    gereEnStock: true,
    stockReel: stock,
    stockDisponible: stock,
    prixVenteHT: price,
    prixVenteTTC: price,
    tauxTVA: NO_TAX,
    actif: of(row, 'Discontinued') === '0',
  }
}

const freight = (products: readonly Row[]): Article => ({
  ...BLANK_ARTICLE,
  id: String(products.length + 1),
  code: FREIGHT,
  creeLe: MADE,
  modifieLe: MADE,
  libelle: 'Frais de port',
  typeArticle: 'service',
  tauxTVA: NO_TAX,
})

const representant = (row: Row, index: number): Representant => ({
  ...BLANK_REPRESENTANT,
  id: String(index + 1),
  code: of(row, 'EmployeeID'),
  creeLe: MADE,
  modifieLe: MADE,
  prenom: text(row, 'FirstName'),
  nom: of(row, 'LastName'),
})

function facture(
  row: Row,
  index: number,
  details: readonly Row[],
  clients: ReadonlyMap<string, Tiers>,
  articles: ReadonlyMap<string, Article>,
): Facture {
  const tiers = clients.get(of(row, 'CustomerID'))
  if (!tiers) throw new Error(`Order ${of(row, 'OrderID')} has no customer`)
  const date = of(row, 'OrderDate').slice(0, 10)
  const port = articles.get(FREIGHT)
  const freightLine = { ProductID: FREIGHT, UnitPrice: of(row, 'Freight'), Quantity: '1', Discount: '0' }
  return invoice(
    {
      id: String(index + 1),
      ref: null,
      code: of(row, 'OrderID'),
      creeLe: `${date}T08:00:00.000Z`,
      typePiece: 'facture',
      date,
      dateEcheance: day(date, 30),
      tiersId: tiers.id,
      tiersCode: tiers.code,
      representant: text(row, 'EmployeeID'),
      reference: null,
      devise: 'EUR',
      statut: 'validee',
      comptabilisee: true,
      factureOrigineId: null,
      modeReglement: null,
      paidShare: '0',
    },
    [...details, ...(port ? [freightLine] : [])].map((detail) => line(detail, articles)),
  )
}

function line(detail: Row, articles: ReadonlyMap<string, Article>): Line {
  const article = articles.get(of(detail, 'ProductID'))
  if (!article) throw new Error(`No product ${of(detail, 'ProductID')}`)
  return {
    articleId: article.id,
    articleCode: article.code,
    designation: article.libelle,
    quantite: of(detail, 'Quantity'),
    unite: article.unite,
    prixUnitaireHT: amount(decimal(of(detail, 'UnitPrice'))),
    remisePct: amount(times(decimal(of(detail, 'Discount')), decimal('100'))),
    tauxTVA: NO_TAX,
  }
}

function groupBy(all: readonly Row[], column: string): ReadonlyMap<string, readonly Row[]> {
  const groups = new Map<string, Row[]>()
  for (const row of all) {
    const group = groups.get(of(row, column))
    if (group) group.push(row)
    else groups.set(of(row, column), [row])
  }
  return groups
}
