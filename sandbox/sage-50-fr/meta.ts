import type { Dossier } from './dossier'
import { ENTITIES } from './records'
import type { Entity } from './records'

export interface Champ {
  readonly nom: string
  readonly type:
    | 'texte'
    | 'montant'
    | 'quantite'
    | 'pourcentage'
    | 'date'
    | 'instant'
    | 'booleen'
    | 'entier'
    | 'liste'
    | 'objet'
    | 'lignes'
  readonly obligatoire: boolean
  readonly maxLength: number | null
  readonly lectureSeule: boolean
  readonly valeurs: readonly string[] | null
}

export const MODES_REGLEMENT = ['virement', 'cheque', 'prelevement', 'carte', 'especes', 'lcr']
const MOTIF = '^[A-Z0-9]+$'

const plain = { obligatoire: false, maxLength: null, lectureSeule: false, valeurs: null }
const text = (nom: string, maxLength: number): Champ => ({ ...plain, nom, type: 'texte', maxLength })
const needed = (champ: Champ): Champ => ({ ...champ, obligatoire: true })
const read = (...champs: readonly Champ[]): Champ[] => champs.map((champ) => ({ ...champ, lectureSeule: true }))
const of = (nom: string, type: Champ['type']): Champ => ({ ...plain, nom, type })
const list = (nom: string, valeurs: readonly string[]): Champ => ({ ...plain, nom, type: 'liste', valeurs })

const HEAD = read(
  text('id', 20),
  text('version', 40),
  of('creeLe', 'instant'),
  of('modifieLe', 'instant'),
  of('supprime', 'booleen'),
  of('supprimeLe', 'instant'),
)

const ADRESSE = [
  text('adresse.l1', 40),
  text('adresse.l2', 40),
  text('adresse.l3', 40),
  text('adresse.codePostal', 10),
  text('adresse.ville', 40),
  text('adresse.pays', 2),
]

const TIERS = [
  ...HEAD,
  text('ref', 64),
  text('code', 11),
  needed(text('raisonSociale', 60)),
  text('nom', 60),
  text('formeJuridique', 20),
  text('siren', 9),
  text('siret', 14),
  text('naf', 6),
  text('tvaIntra', 15),
  ...ADRESSE,
  text('telephone', 20),
  text('portable', 20),
  text('fax', 20),
  text('email', 80),
  text('siteWeb', 120),
  text('famille', 30),
  text('SALES_REP', 60),
  list('modeReglement', MODES_REGLEMENT),
  text('conditionsPaiement', 40),
  of('encoursAutorise', 'montant'),
  of('actif', 'booleen'),
  text('notes', 2000),
  ...read(
    list('typeTiers', ['client', 'prospect']),
    text('ancienCode', 11),
    of('soldeComptable', 'montant'),
    text('compteComptable', 11),
    of('prospectConvertiLe', 'instant'),
  ),
]

const CONTACT = [
  ...HEAD,
  text('ref', 64),
  needed(text('tiersId', 20)),
  list('typeAdresse', ['contact']),
  list('civilite', ['M.', 'Mme', 'Mlle', 'Dr', 'Me']),
  text('prenom', 40),
  needed(text('nom', 40)),
  text('fonction', 40),
  text('service', 40),
  text('telephone', 20),
  text('portable', 20),
  text('email', 80),
  ...ADRESSE,
  of('actif', 'booleen'),
  ...read(text('code', 40), text('tiersCode', 11), of('numeroAdresse', 'entier')),
]

const READ_ONLY = read(...HEAD, text('ref', 64), text('code', 20))

const CHAMPS: Readonly<Record<Entity, readonly Champ[]>> = {
  clients: TIERS,
  prospects: TIERS,
  contacts: CONTACT,
  articles: [
    ...READ_ONLY,
    ...read(
      text('libelle', 80),
      text('description', 2000),
      text('famille', 30),
      text('sousFamille', 30),
      text('unite', 10),
      list('typeArticle', ['bien', 'service', 'composé', 'commentaire']),
      of('gereEnStock', 'booleen'),
      of('stockReel', 'quantite'),
      of('stockDisponible', 'quantite'),
      of('prixVenteHT', 'montant'),
      of('prixVenteTTC', 'montant'),
      of('prixAchat', 'montant'),
      of('tauxTVA', 'pourcentage'),
      text('codeBarres', 20),
      of('actif', 'booleen'),
      text('imageEtag', 40),
    ),
  ],
  factures: [
    ...READ_ONLY,
    ...read(
      text('numero', 20),
      list('typePiece', ['facture', 'avoir', 'acompte']),
      of('date', 'date'),
      of('dateEcheance', 'date'),
      text('tiersId', 20),
      text('tiersCode', 11),
      text('representant', 11),
      text('reference', 40),
      text('devise', 3),
      of('totalHT', 'montant'),
      of('totalTVA', 'montant'),
      of('totalTTC', 'montant'),
      of('dejaRegle', 'montant'),
      of('resteDu', 'montant'),
      list('statut', ['brouillon', 'validee', 'partiellement_reglee', 'reglee', 'annulee']),
      of('comptabilisee', 'booleen'),
      text('factureOrigineId', 20),
      of('lignes', 'lignes'),
      of('echeances', 'lignes'),
    ),
  ],
  reglements: [
    ...READ_ONLY,
    ...read(
      text('numero', 20),
      of('date', 'date'),
      text('tiersId', 20),
      list('mode', MODES_REGLEMENT),
      of('montant', 'montant'),
      text('devise', 3),
      of('imputations', 'lignes'),
      of('nonImpute', 'montant'),
    ),
  ],
  representants: [...READ_ONLY, ...read(text('nom', 40), text('prenom', 40), text('email', 80))],
}

const OPERATIONS: Readonly<Record<Entity, readonly string[]>> = {
  clients: ['lire', 'creer'],
  prospects: ['lire', 'creer', 'modifier'],
  contacts: ['lire', 'creer', 'modifier'],
  articles: ['lire'],
  factures: ['lire'],
  reglements: ['lire'],
  representants: ['lire'],
}

/** The fields of an entity with the lengths that hold in this dossier now. */
export const champsOf = (dossier: Dossier, entity: Entity): readonly Champ[] =>
  CHAMPS[entity].map((champ) => ({
    ...champ,
    maxLength: dossier.lengths.get(`${entity}.${champ.nom}`) ?? champ.maxLength,
    obligatoire: champ.obligatoire || (champ.nom === 'code' && isTiers(entity) && !dossier.content.genere),
  }))

export const codeRule = (dossier: Dossier, entity: 'clients' | 'prospects') => ({
  genere: dossier.content.genere,
  maxLength: champsOf(dossier, entity).find((champ) => champ.nom === 'code')?.maxLength ?? 11,
  motif: MOTIF,
})

export function meta(dossier: Dossier): unknown {
  const of = (entity: Entity) => ({
    champs: champsOf(dossier, entity),
    operations: OPERATIONS[entity],
    code: isTiers(entity) ? codeRule(dossier, entity) : null,
  })
  return { dossier: dossier.id, entites: Object.fromEntries(ENTITIES.map((entity) => [entity, of(entity)] as const)) }
}

export const isTiers = (entity: Entity): entity is 'clients' | 'prospects' =>
  entity === 'clients' || entity === 'prospects'
