import { counter } from '../count'
import type { JourneyTexts } from './en'

const { plural } = counter('fr')

export const fr: JourneyTexts = {
  live: {
    title: 'Temps quasi réel',
    lead: (vendors: string) =>
      `Concord est prévenu par ${vendors} dès qu’une fiche change. La modification circule alors en moins d’une minute.`,
    net: (every: string) =>
      `La planification reste en place (${every}). Un appel manqué retarde une modification jusqu’à la synchronisation suivante ; rien n’est perdu.`,
    switchOn: 'Activer',
    switchOff: 'Désactiver',
    onNow: 'Le temps quasi réel est activé.',
    offNow: 'Le temps quasi réel est désactivé. La planification continue.',
    summary: 'et en temps quasi réel',
    heard: (vendor: string, when: string) => `${vendor} : dernier appel ${when}`,
    silent: (vendor: string) => `${vendor} : aucun appel pour l’instant`,
    lost: (vendor: string) => `${vendor} n’appelle peut-être plus`,
    lostMore: (every: string) =>
      `Rien n’est perdu : la planification trouve chaque modification (${every}). Concord redemande chaque jour, ou tout de suite.`,
    askAgain: 'Redemander maintenant',
    address: 'Adresse',
    secret: 'Secret',
    body: 'Contenu',
    byHand: {
      freshsales: {
        title: 'Une seule fois, dans Freshsales',
        steps: [
          'Ouvrez Paramètres d’administration, Workflows, et créez un workflow par type de fiche qui circule : à la création ou à la modification.',
          'Ajoutez l’action « Déclencher un webhook », méthode POST, encodage JSON, avec l’adresse ci-dessous.',
          'Ajoutez l’en-tête personnalisé X-Concord-Secret avec le secret ci-dessous.',
          'Comme contenu, envoyez le type de fiche et son numéro comme indiqué. Écrivez sales_accounts, contacts, products ou deals comme module.',
        ],
        body: '{"module": "sales_accounts", "id": "{{account.id}}"}',
      },
    },
  },
  companies: {
    unnamed: 'Dossier encore sans nom',
    shown: (name: string) => `Dossier affiché : ${name}. En choisir un autre`,
    none: 'Aucun dossier n’est encore connecté.',
    open: 'Dossiers',
    claims: (parts: number) =>
      plural(parts, {
        one: 'Reçoit les fiches nées dans le CRM selon # condition.',
        other: 'Reçoit les fiches nées dans le CRM selon # conditions.',
      }),
    claimsNothing: 'Ne reçoit aucune fiche née dans le CRM.',
    rest: 'Reçoit toute fiche née dans le CRM qu’aucun autre dossier ne revendique.',
    belongs: (name: string) => `Fiches nées dans le CRM qui appartiennent à ${name}`,
    belongsLead:
      'Un nouveau compte du CRM est créé dans ce dossier si tout cela est vrai, et dans aucun autre. Ce qu’un dossier possède déjà y reste. Sans condition, il va dans le premier dossier.',
    other: (books: string) => `Connecter un autre ${books}`,
    otherLead: (books: string) => `Un dossier qui demande ses propres clés ou sa propre connexion à ${books}.`,
  },
  match: {
    keepApart: (n: number) =>
      plural(n, {
        one: 'Garder séparée la paire incertaine',
        other: 'Garder séparées les # paires incertaines',
      }),
    keepAsk: (n: number) =>
      plural(n, {
        one: 'Déclarer différentes les fiches de # paire ?',
        other: 'Déclarer différentes les fiches de # paires ?',
      }),
    keepExplains:
      'Elles sont retenues comme différentes et peuvent être créées de l’autre côté au prochain plan. Chacune peut être associée de nouveau ci-dessous.',
    keptApart: (n: number) => plural(n, { one: '# paire gardée séparée.', other: '# paires gardées séparées.' }),
  },
}
