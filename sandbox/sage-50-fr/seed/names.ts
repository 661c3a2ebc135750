export type Named = readonly [string, ...string[]]

export const TRADES: Named = [
  'Boulangerie',
  'Garage',
  'Menuiserie',
  'Établissements',
  'Transports',
  'Maison',
  'Atelier',
  'Cabinet',
  'Pharmacie',
  'Électricité',
  'Plomberie',
  'Librairie',
  'Domaine',
  'Fromagerie',
  'Imprimerie',
]

export const SURNAMES: Named = [
  'Martin',
  'Lefèvre',
  'Dubois',
  'Moreau',
  'Garçon',
  'Lambert',
  'Rousseau',
  'Hérault',
  'Fontaine',
  'Chevalier',
  'Guérin',
  'Noël',
  'Perrin',
  'Mathieu',
  'Clément',
  'Gauthier',
  'Dumont',
  'Fournier',
  'Bonnet',
  'Lacroix',
  "L'Hermitte",
  'Le Goff',
  'Schneider',
  'de La Tour',
  'Benoît',
  'Ferrand',
  'Rivière',
  'Colin',
  'Brun',
  "D'Almeida",
  'Picard',
  'Vasseur',
  'Renard',
  'Barbier',
  'Caron',
  'Nguyen',
  'Haddad',
  'Da Silva',
  'Weiß',
  'Œuvrard',
]

export const FIRST_NAMES: Named = [
  'Élodie',
  'Jean-Pierre',
  'Marie',
  'Zoé',
  'François',
  'Hélène',
  'Thomas',
  'Chloé',
  'Loïc',
  'Nathalie',
  'Mickaël',
  'Sophie',
  'Étienne',
  'Anaïs',
  'Karim',
  'Julie',
  'Benoît',
  'Céline',
  'Maxime',
  'Aurélie',
]

export const FORMS: Named = ['SARL', 'SAS', 'SA', 'EURL', 'SNC', 'EI']

export const STREETS: Named = [
  'rue de la République',
  'avenue Jean-Jaurès',
  "place de l'Église",
  'boulevard Victor-Hugo',
  'chemin des Vignes',
  'impasse du Moulin',
  'quai de Saône',
  'route de Paris',
]

/** Postcode and town; several with a leading zero. */
export const TOWNS: readonly [readonly [string, string], ...(readonly [string, string])[]] = [
  ['01000', 'Bourg-en-Bresse'],
  ['06000', 'Nice'],
  ['02100', 'Saint-Quentin'],
  ['08000', 'Charleville-Mézières'],
  ['69003', 'Lyon'],
  ['75011', 'Paris'],
  ['33000', 'Bordeaux'],
  ['29200', 'Brest'],
  ['67000', 'Strasbourg'],
  ['13006', 'Marseille'],
  ['44000', 'Nantes'],
  ['59000', 'Lille'],
]

export const ROLES: Named = [
  'Gérant',
  'Comptable',
  'Responsable achats',
  'Chef de chantier',
  'Assistante',
  'Directrice',
]

export const REPS: readonly (readonly [string, string, string | null])[] = [
  ['Claire', 'Fontanel', 'claire.fontanel@batidis.example.com'],
  ['Hugo', 'Marchal', 'hugo.marchal@batidis.example.com'],
  ['Inès', 'Bélanger', null],
  ['Paul', 'Le Bihan', 'paul.lebihan@batidis.example.com'],
  ['Sarah', 'Kowalski', null],
  ['Yann', 'Guillou', 'yann.guillou@batidis.example.com'],
]

export const GOODS: Named = [
  'Vis inox',
  'Panneau chêne',
  'Peinture façade',
  'Câble souple',
  'Robinet mitigeur',
  'Carrelage grès',
  'Isolant laine de bois',
  'Lampe d’atelier',
  'Colle à béton',
  'Poignée de porte',
]

export const SERVICES: Named = ['Pose', 'Étude sur plan', 'Livraison', 'Location de nacelle', 'Mise en service']
