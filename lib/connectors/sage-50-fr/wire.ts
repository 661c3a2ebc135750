import { z } from 'zod'

/** What we read of the gateway contract v1 (gateway/contract.json); fields we do not know are ignored. */
const texte = z.string().nullable()
const nombre = z.string().regex(/^-?\d+(\.\d+)?$/)

const entete = {
  id: z.string().min(1),
  ref: texte,
  code: z.string(),
  version: z.string().min(1),
  supprime: z.literal(false),
}

const adresse = z.object({ l1: texte, l2: texte, l3: texte, codePostal: texte, ville: texte, pays: texte })

export const tiers = z.object({
  ...entete,
  typeTiers: z.enum(['client', 'prospect']),
  raisonSociale: z.string(),
  siren: texte,
  siret: texte,
  naf: texte,
  tvaIntra: texte,
  adresse,
  telephone: texte,
  portable: texte,
  fax: texte,
  email: texte,
  siteWeb: texte,
  SALES_REP: texte,
  soldeComptable: nombre.nullable(),
  notes: texte,
})
export type Tiers = z.infer<typeof tiers>

export const contact = z.object({
  ...entete,
  tiersId: z.string().min(1),
  tiersCode: z.string(),
  numeroAdresse: z.number().int(),
  typeAdresse: z.string(),
  prenom: texte,
  nom: texte,
  telephone: texte,
  portable: texte,
  email: texte,
  adresse,
})
export type Contact = z.infer<typeof contact>

export const article = z.object({
  ...entete,
  libelle: z.string(),
  description: texte,
  gereEnStock: z.boolean(),
  stockReel: nombre.nullable(),
  prixVenteHT: nombre.nullable(),
  prixAchat: nombre.nullable(),
  codeBarres: texte,
  actif: z.boolean(),
  imageEtag: texte,
})
export type Article = z.infer<typeof article>

export const facture = z.object({
  ...entete,
  numero: z.string(),
  typePiece: z.enum(['facture', 'avoir', 'acompte']),
  date: z.string(),
  dateEcheance: texte,
  tiersId: z.string().min(1),
  representant: texte,
  devise: z.string(),
  totalHT: nombre,
  totalTVA: nombre,
  totalTTC: nombre,
  dejaRegle: nombre,
  resteDu: nombre,
  statut: z.enum(['brouillon', 'validee', 'partiellement_reglee', 'reglee', 'annulee']),
  lignes: z.array(
    z.object({
      articleId: texte,
      designation: texte,
      quantite: nombre,
      prixUnitaireHT: nombre,
      remisePct: nombre,
      montantHT: nombre,
    }),
  ),
})
export type Facture = z.infer<typeof facture>

export const representant = z.object({ ...entete, nom: z.string(), prenom: texte, email: texte })
export type Representant = z.infer<typeof representant>

/** `converti`: only says that the prospect is a client now. */
const suppression = z.object({
  id: z.string().min(1),
  code: z.string().optional(),
  supprime: z.literal(true),
  converti: z.literal(true).optional(),
})
const horsPerimetre = z.object({ id: z.string().min(1), horsPerimetre: z.literal(true) })

export type Gone = z.infer<typeof suppression> | z.infer<typeof horsPerimetre>

export const orGone = <T>(record: z.ZodType<T>): z.ZodType<T | Gone> => z.union([record, suppression, horsPerimetre])

export interface Liste<T> {
  readonly elements: readonly (T | Gone)[]
  readonly curseur: string
  readonly encore: boolean
}
export const liste = <T>(record: z.ZodType<T>): z.ZodType<Liste<T>> =>
  z.object({ elements: z.array(orGone(record)), curseur: z.string(), encore: z.boolean() })

export const status = z.object({ contract: z.string().regex(/^\d+\.\d+$/) })

export const dossiers = z.array(
  z.object({ id: z.string().min(1), nom: z.string(), siren: texte, devise: z.string(), actif: z.boolean() }),
)

const champ = z.object({
  nom: z.string(),
  obligatoire: z.boolean(),
  maxLength: z.number().int().nullable(),
  lectureSeule: z.boolean(),
})
export type Champ = z.infer<typeof champ>

export const meta = z.object({
  entites: z.record(
    z.string(),
    z.object({ champs: z.array(champ), code: z.object({ genere: z.boolean() }).nullable() }),
  ),
})
export type Meta = z.infer<typeof meta>

export const erreur = z.object({
  erreur: z.object({ code: z.string(), message: z.string(), champ: z.string().optional() }),
})
