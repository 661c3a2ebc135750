import type { Adresse, Article, Contact, Facture, Reglement, Representant, Tiers } from './records'

const NO_HEAD = { id: '', ref: null, code: '', creeLe: '', modifieLe: '' }

export const NO_ADDRESS: Adresse = { l1: null, l2: null, l3: null, codePostal: null, ville: null, pays: null }

/** A new record as Sage opens its form: everything empty. */
export const BLANK_TIERS: Tiers = {
  ...NO_HEAD,
  typeTiers: 'client',
  ancienCode: null,
  raisonSociale: '',
  nom: null,
  formeJuridique: null,
  siren: null,
  siret: null,
  naf: null,
  tvaIntra: null,
  adresse: NO_ADDRESS,
  telephone: null,
  portable: null,
  fax: null,
  email: null,
  siteWeb: null,
  famille: null,
  SALES_REP: null,
  modeReglement: null,
  conditionsPaiement: null,
  encoursAutorise: null,
  soldeComptable: '0.00',
  compteComptable: null,
  actif: true,
  notes: null,
  prospectConvertiLe: null,
}

export const BLANK_CONTACT: Contact = {
  ...NO_HEAD,
  tiersId: '',
  tiersCode: '',
  numeroAdresse: 1,
  typeAdresse: 'contact',
  civilite: null,
  prenom: null,
  nom: null,
  fonction: null,
  service: null,
  telephone: null,
  portable: null,
  email: null,
  adresse: NO_ADDRESS,
  actif: true,
}

export const BLANK_ARTICLE: Article = {
  ...NO_HEAD,
  libelle: '',
  description: null,
  famille: null,
  sousFamille: null,
  unite: null,
  typeArticle: 'bien',
  gereEnStock: false,
  stockReel: null,
  stockDisponible: null,
  prixVenteHT: '0.00',
  prixVenteTTC: '0.00',
  prixAchat: null,
  tauxTVA: '20.00',
  codeBarres: null,
  actif: true,
  imageEtag: null,
}

export const BLANK_FACTURE: Facture = {
  ...NO_HEAD,
  numero: '',
  typePiece: 'facture',
  date: '1970-01-01',
  dateEcheance: null,
  tiersId: '',
  tiersCode: '',
  representant: null,
  reference: null,
  devise: 'EUR',
  totalHT: '0.00',
  totalTVA: '0.00',
  totalTTC: '0.00',
  dejaRegle: '0.00',
  resteDu: '0.00',
  statut: 'validee',
  comptabilisee: false,
  factureOrigineId: null,
  lignes: [],
  echeances: [],
}

export const BLANK_REGLEMENT: Reglement = {
  ...NO_HEAD,
  numero: '',
  date: '1970-01-01',
  tiersId: '',
  mode: null,
  montant: '0.00',
  devise: 'EUR',
  imputations: [],
  nonImpute: '0.00',
}

export const BLANK_REPRESENTANT: Representant = { ...NO_HEAD, nom: '', prenom: null, email: null }
