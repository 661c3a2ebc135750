import type { Crm } from './crm'
import { freshRow } from './crm'
import type { Patch } from './check'

const COUNTRIES = (
  'AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT BV BW BY BZ CA CC CD CF CG ' +
  'CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH ER ES ET FI FJ FK FM FO FR GA GB GD GE GF GG GH GI GL ' +
  'GM GN GP GQ GR GS GT GU GW GY HK HM HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE JM JO JP KE KG KH KI KM KN KP KR KW KY KZ LA ' +
  'LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO MP MQ MR MS MT MU MV MW MX MY MZ NA NC NE NF NG NI NL NO NP ' +
  'NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW PY QA RE RO RS RU RW SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV ' +
  'SX SY SZ TC TD TF TG TH TJ TK TL TM TN TO TR TT TV TW TZ UA UG UM US UY UZ VA VC VE VG VI VN VU WF WS YE YT ZA ZM ZW'
).split(' ')

const LANGUAGES = { EN: 'en', US: 'en', ES: 'es', FR: 'fr', IT: 'it', DE: 'de', PT: 'pt', BR: 'pt', RU: 'ru' } as const

const labels = (en: string, fr: string, es: string): Patch => ({
  descriptionEN: en,
  descriptionUS: en,
  descriptionFR: fr,
  descriptionES: es,
})

const regionNames = Object.entries(LANGUAGES).map(
  ([key, locale]) => [`description${key}`, new Intl.DisplayNames([locale], { type: 'region' })] as const,
)

const countries = COUNTRIES.map((code, at): Patch => {
  const named = Object.fromEntries(regionNames.map(([key, names]) => [key, names.of(code) ?? code]))
  return { code, name: named['descriptionEN'] ?? code, order: at, ...named }
})

const currencies = [
  ['EUR', '€', 'Euro'],
  ['GBP', '£', 'Pound sterling'],
  ['USD', '$', 'US dollar'],
  ['CHF', 'CHF', 'Swiss franc'],
].map(([code = '', symbol = '', name = '']): Patch => ({ code, symbol, name, ...labels(name, name, name) }))

/** Five people; the first is the administrator. */
const users = [
  {
    name: 'Alice',
    lastName: 'Moreau',
    email: 'alice.moreau@cordier.test',
    nic: 'AMO',
    locale: 'fr-FR',
    level: 5,
    userTypeId: 1,
  },
  {
    name: 'Bruno',
    lastName: 'Lefèvre',
    email: 'bruno.lefevre@cordier.test',
    nic: 'BLE',
    locale: 'fr-FR',
    level: 3,
    userTypeId: 2,
  },
  {
    name: 'Chloé',
    lastName: 'Garnier',
    email: 'chloe.garnier@cordier.test',
    nic: 'CGA',
    locale: 'fr-FR',
    level: 3,
    userTypeId: 2,
  },
  {
    name: 'Diego',
    lastName: 'Navarro',
    email: 'diego.navarro@cordier.test',
    nic: 'DNA',
    locale: 'es-ES',
    level: 3,
    userTypeId: 2,
  },
  {
    name: 'Emma',
    lastName: 'Hughes',
    email: 'emma.hughes@cordier.test',
    nic: 'EHU',
    locale: 'en-GB',
    level: 2,
    userTypeId: 2,
  },
]

/** In the order in which they refer to each other. */
const LISTS: readonly (readonly [string, readonly Patch[]])[] = [
  ['branches', [{ name: 'Lyon' }, { name: 'Barcelona' }, { name: 'Manchester' }]],
  ['userTypes', [{ name: 'Administrator' }, { name: 'Sales representative' }]],
  [
    'users',
    users.map((user) => ({
      ...user,
      branches: [438, 439, 440],
      uiLanguage: user.locale.slice(0, 2),
      dbLanguage: 'en',
    })),
  ],
  ['countries', countries],
  ['currencies', currencies],
  [
    'accountStatuses',
    [
      labels('Prospect', 'Prospect', 'Cliente potencial'),
      { ...labels('Client', 'Client', 'Cliente'), won: true },
      labels('Partner', 'Partenaire', 'Colaborador'),
      labels('Supplier', 'Fournisseur', 'Proveedor'),
      { ...labels('Lost', 'Perdu', 'Perdido'), lost: true },
    ],
  ],
  ['accountTypes', [labels('Retailer', 'Détaillant', 'Minorista'), labels('Wholesaler', 'Grossiste', 'Mayorista')]],
  [
    'accountSegments',
    [labels('Small', 'Petit', 'Pequeño'), labels('Medium', 'Moyen', 'Mediano'), labels('Large', 'Grand', 'Grande')],
  ],
  ['contactTypes', [labels('Buyer', 'Acheteur', 'Comprador'), labels('Accountant', 'Comptable', 'Contable')]],
  [
    'salesorderStatuses',
    [
      labels('Draft', 'Brouillon', 'Borrador'),
      labels('Open', 'Ouverte', 'Abierta'),
      { ...labels('Won', 'Gagnée', 'Ganada'), won: true },
      { ...labels('Cancelled', 'Annulée', 'Anulada'), lost: true },
    ],
  ],
  ['productFamilies', [labels('Goods', 'Marchandises', 'Mercancías'), labels('Services', 'Services', 'Servicios')]],
  [
    'productCategories',
    [
      { ...labels('General', 'Général', 'General'), cLevel2: 71 },
      { ...labels('Service', 'Service', 'Servicio'), cLevel2: 72 },
    ],
  ],
  ['genders', [labels('Male', 'Homme', 'Hombre'), labels('Female', 'Femme', 'Mujer')]],
]

/** What every tenant has before its first customer: people, branches and value lists. */
export function seedLists(crm: Crm, at: number): void {
  for (const [name, rows] of LISTS) {
    const resource = crm.resource(name)
    if (!resource) continue
    rows.forEach((patch, index) => {
      const ordered = 'order' in resource.fields ? { order: index, ...patch } : patch
      crm.put(resource, freshRow(resource, resource.firstId + index, ordered, at, null))
    })
  }
}
