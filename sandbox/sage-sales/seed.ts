import { random } from '../kit/random'
import type { Random } from '../kit/random'
import type { Patch } from './check'
import { freshRow } from './crm'
import type { Crm } from './crm'
import type { Row } from './model'

interface Land {
  readonly code: string
  readonly branch: number
  readonly prefix: string
  readonly vat: string
  readonly mail: string
  readonly towns: readonly [Town, ...Town[]]
  readonly streets: readonly [string, ...string[]]
  readonly trades: readonly [string, ...string[]]
  readonly first: readonly [string, ...string[]]
  readonly last: readonly [string, ...string[]]
}

interface Town {
  readonly city: string
  readonly postcode: string
  readonly region: string
}

const LANDS: readonly [Land, ...Land[]] = [
  {
    code: 'FR',
    branch: 438,
    prefix: '+33 4',
    vat: 'FR',
    mail: 'fr',
    towns: [
      { city: 'Lyon', postcode: '69003', region: 'Auvergne-Rhône-Alpes' },
      { city: 'Saint-Étienne', postcode: '42000', region: 'Auvergne-Rhône-Alpes' },
      { city: "L'Haÿ-les-Roses", postcode: '94240', region: 'Île-de-France' },
      { city: 'Bourg-en-Bresse', postcode: '01000', region: 'Auvergne-Rhône-Alpes' },
    ],
    streets: ['rue de la République', 'quai Saint-Vincent', "avenue de l'Europe", 'place du Marché'],
    trades: ['Boulangerie', 'Menuiserie', 'Établissements', 'Garage', 'Librairie'],
    first: ['Camille', 'Hélène', 'Jérôme', 'Léa', 'Mathieu'],
    last: ['Dubois', "N'Guyen", 'Lacroix', 'Petit-Jean', 'Fournier'],
  },
  {
    code: 'ES',
    branch: 439,
    prefix: '+34 9',
    vat: 'ES',
    mail: 'es',
    towns: [
      { city: 'Barcelona', postcode: '08001', region: 'Cataluña' },
      { city: 'Málaga', postcode: '29001', region: 'Andalucía' },
      { city: 'A Coruña', postcode: '15001', region: 'Galicia' },
    ],
    streets: ['calle Mayor', 'avenida Diagonal', 'paseo del Prado', 'plaza de España'],
    trades: ['Panadería', 'Carpintería', 'Ferretería', 'Talleres', 'Suministros'],
    first: ['Iñigo', 'Lucía', 'Álvaro', 'Núria', 'Javier'],
    last: ['García López', 'Muñoz', 'Ibáñez', 'Castells', 'Peña'],
  },
  {
    code: 'GB',
    branch: 440,
    prefix: '+44 16',
    vat: 'GB',
    mail: 'co.uk',
    towns: [
      { city: 'Manchester', postcode: 'M1 1AE', region: 'Greater Manchester' },
      { city: 'Leeds', postcode: 'LS1 4DY', region: 'West Yorkshire' },
      { city: 'Stoke-on-Trent', postcode: 'ST1 1HH', region: 'Staffordshire' },
    ],
    streets: ['High Street', 'Victoria Road', 'Station Approach', 'Mill Lane'],
    trades: ['Bakers', 'Joinery', 'Hardware', 'Motors', 'Books'],
    first: ['Oliver', 'Amelia', 'George', 'Isla', 'Noah'],
    last: ["O'Connor", 'Smith & Son', 'Thompson', 'Hughes-Jones', 'Walker'],
  },
]

const DAY = 86_400_000
const [PROSPECT, CLIENT, ...OTHERS] = [21, 22, 23, 24, 25]

/** The CRM's own accounts and contacts; none has been to the books yet, so none has an extId. Of 25: 10 clients, 10 prospects. */
export function seedRecords(crm: Crm, seed: number, size: number): void {
  const accounts = crm.resource('accounts')
  const contacts = crm.resource('contacts')
  if (!accounts || !contacts) return
  const chance = random(seed)
  const start = crm.now() - 400 * DAY
  const step = Math.max(1, Math.floor((390 * DAY) / Math.max(1, size)))
  for (let at = 0; at < size; at += 1) {
    const land = chance.pick(LANDS)
    const created = start + at * step + chance.below(step)
    const row = freshRow(
      accounts,
      accounts.firstId + at,
      accountOf(chance, land, at, countryOf(crm, land)),
      created,
      chance.below(5) + 501,
    )
    crm.put(accounts, edited(row, chance, crm.now()))
    if (at % 5 === 4) continue
    const contact = contactOf(chance, land, row, countryOf(crm, land))
    crm.put(contacts, freshRow(contacts, crm.table('contacts').nextId(), contact, created + 1, 501))
  }
}

/** About a third were edited since; the others have no dateUpdated. */
function edited(row: Row, chance: Random, now: number): Row {
  if (!chance.chance(0.33)) return row
  const created = Number(row['dateCreated'])
  return { ...row, dateUpdated: created + chance.below(Math.max(1, now - created)), salesRepIdUpdated: 502 }
}

function countryOf(crm: Crm, land: Land): number {
  return (
    crm
      .table('countries')
      .rows()
      .find((row) => row['code'] === land.code)?.id ?? 1
  )
}

function accountOf(chance: Random, land: Land, at: number, countryId: number): Patch {
  const town = chance.pick(land.towns)
  const name = `${chance.pick(land.trades)} ${chance.pick(land.last)} ${at + 1}`
  return {
    name,
    statusId: at % 5 < 2 ? (CLIENT ?? 22) : at % 5 < 4 ? (PROSPECT ?? 21) : (OTHERS[Math.floor(at / 5) % 3] ?? 23),
    typeId: chance.below(2) + 31,
    segmentId: chance.below(3) + 41,
    vatNumber: chance.chance(0.8) ? `${land.vat}${String(100_000_000 + chance.below(899_999_999))}` : null,
    phone: phoneOf(chance, land),
    email: `contact${at + 1}@${plain(name)}.${land.mail}`,
    website: chance.chance(0.5) ? `https://www.${plain(name)}.${land.mail}` : null,
    branchId: land.branch,
    salesRepId1: chance.below(4) + 502,
    address1: `${chance.below(120) + 1} ${chance.pick(land.streets)}`,
    ...town,
    countryId,
    comment: chance.chance(0.2) ? 'Met at the spring fair.\nCall back in May.' : null,
  }
}

function contactOf(chance: Random, land: Land, account: Row, countryId: number): Patch {
  const firstName = chance.pick(land.first)
  const lastName = chance.pick(land.last)
  return {
    accountId: account.id,
    firstName,
    lastName,
    phone1: phoneOf(chance, land),
    email: `${plain(firstName)}.${plain(lastName)}@example.${land.mail}`,
    salesRepId: account['salesRepId1'] ?? null,
    typeId: chance.below(2) + 51,
    gender: chance.chance(0.5) ? chance.below(2) : null,
    UseCompanyAddress: chance.chance(0.5),
    city: account['city'] ?? null,
    countryId,
  }
}

const phoneOf = (chance: Random, land: Land) =>
  `${land.prefix}${String(chance.below(90) + 10)} ${String(100_000 + chance.below(900_000))}`

const plain = (text: string) =>
  text
    .normalize('NFD')
    .replace(/[^A-Za-z0-9]+/g, '')
    .toLowerCase()
