/** Record shapes of the gateway contract v1 (gateway/contract.json), as the dossier keeps them. */
export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json }

export type Doc = { readonly id: string; readonly code: string; readonly [field: string]: Json }

export const ENTITIES = [
  'clients',
  'prospects',
  'contacts',
  'articles',
  'factures',
  'reglements',
  'representants',
] as const

export type Entity = (typeof ENTITIES)[number]

export const isEntity = (name: string): name is Entity => ENTITIES.some((entity) => entity === name)

type Head = {
  readonly id: string
  readonly ref: string | null
  readonly code: string
  readonly creeLe: string
  readonly modifieLe: string
}

export type Adresse = {
  readonly l1: string | null
  readonly l2: string | null
  readonly l3: string | null
  readonly codePostal: string | null
  readonly ville: string | null
  readonly pays: string | null
}

export type Tiers = Head & {
  readonly typeTiers: 'client' | 'prospect'
  readonly ancienCode: string | null
  readonly raisonSociale: string
  readonly nom: string | null
  readonly formeJuridique: string | null
  readonly siren: string | null
  readonly siret: string | null
  readonly naf: string | null
  readonly tvaIntra: string | null
  readonly adresse: Adresse
  readonly telephone: string | null
  readonly portable: string | null
  readonly fax: string | null
  readonly email: string | null
  readonly siteWeb: string | null
  readonly famille: string | null
  readonly SALES_REP: string | null
  readonly modeReglement: string | null
  readonly conditionsPaiement: string | null
  readonly encoursAutorise: string | null
  readonly soldeComptable: string
  readonly compteComptable: string | null
  readonly actif: boolean
  readonly notes: string | null
  readonly prospectConvertiLe: string | null
}

export type Contact = Head & {
  readonly tiersId: string
  readonly tiersCode: string
  readonly numeroAdresse: number
  readonly typeAdresse: 'contact' | 'livraison' | 'facturation'
  readonly civilite: string | null
  readonly prenom: string | null
  readonly nom: string | null
  readonly fonction: string | null
  readonly service: string | null
  readonly telephone: string | null
  readonly portable: string | null
  readonly email: string | null
  readonly adresse: Adresse
  readonly actif: boolean
}

export type Article = Head & {
  readonly libelle: string
  readonly description: string | null
  readonly famille: string | null
  readonly sousFamille: string | null
  readonly unite: string | null
  readonly typeArticle: 'bien' | 'service' | 'composé' | 'commentaire'
  readonly gereEnStock: boolean
  readonly stockReel: string | null
  readonly stockDisponible: string | null
  readonly prixVenteHT: string
  readonly prixVenteTTC: string
  readonly prixAchat: string | null
  readonly tauxTVA: string
  readonly codeBarres: string | null
  readonly actif: boolean
  readonly imageEtag: string | null
}

export type Ligne = {
  readonly numero: number
  readonly articleId: string | null
  readonly articleCode: string | null
  readonly designation: string
  readonly quantite: string
  readonly unite: string | null
  readonly prixUnitaireHT: string
  readonly remisePct: string
  readonly montantHT: string
  readonly tauxTVA: string
}

export type Facture = Head & {
  readonly numero: string
  readonly typePiece: 'facture' | 'avoir' | 'acompte'
  readonly date: string
  readonly dateEcheance: string | null
  readonly tiersId: string
  readonly tiersCode: string
  readonly representant: string | null
  readonly reference: string | null
  readonly devise: string
  readonly totalHT: string
  readonly totalTVA: string
  readonly totalTTC: string
  readonly dejaRegle: string
  readonly resteDu: string
  readonly statut: 'brouillon' | 'validee' | 'partiellement_reglee' | 'reglee' | 'annulee'
  readonly comptabilisee: boolean
  readonly factureOrigineId: string | null
  readonly lignes: readonly Ligne[]
  readonly echeances: readonly {
    readonly date: string
    readonly montant: string
    readonly modeReglement: string | null
  }[]
}

export type Reglement = Head & {
  readonly numero: string
  readonly date: string
  readonly tiersId: string
  readonly mode: string | null
  readonly montant: string
  readonly devise: string
  readonly imputations: readonly { readonly factureId: string; readonly montant: string }[]
  readonly nonImpute: string
}

export type Representant = Head & {
  readonly nom: string
  readonly prenom: string | null
  readonly email: string | null
}
