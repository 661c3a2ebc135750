import { counter } from '../count'
import type { AccountsTexts } from './en'

const { plural } = counter('fr')

export const fr: AccountsTexts = {
  connect: {
    lead: (vendor) =>
      `${vendor} s’ouvre dans sa propre fenêtre. Vous vous y connectez et donnez votre accord ; votre mot de passe ne nous parvient jamais.`,
    which: 'Quelle comptabilité ?',
    whichLead: 'Concord garde ce CRM en accord avec l’un de ces logiciels.',
    reads: (what) => `${what}, avec leurs listes et le nom des utilisateurs.`,
    writes: (what) => `${what}, selon vos règles.`,
    writesNothing: 'Rien. Vos règles ne vont que d’ici vers l’autre système.',
    role: (vendor) =>
      `Un compte ${vendor} autorisé à donner accès à d’autres applications ; en général celui d’un administrateur.`,
    button: (vendor) => `Se connecter à ${vendor}`,
    again: (vendor) => `Se reconnecter à ${vendor}`,
    waiting: (vendor) => `En attente de votre réponse dans la fenêtre de ${vendor}.`,
    waitingMore:
      'Prenez votre temps, vous avez dix minutes. Cette page se met à jour d’elle-même. Si vous avez fermé la fenêtre, recommencez.',
    noWindow: 'La fenêtre n’a pas pu s’ouvrir',
    noWindowMore: 'Ouvrez-la avec ce lien ; il fonctionne une fois, pendant une minute.',
    open: (vendor) => `Ouvrir ${vendor}`,
    stop: 'Recommencer',
    failed: {
      declined: {
        title: 'Vous avez refusé',
        todo: 'Rien n’a été connecté et rien n’a changé ici. Recommencez quand vous voulez.',
      },
      late: { title: 'Dix minutes ont passé sans réponse', todo: 'Rien n’a été connecté. Recommencez.' },
      busy: {
        title: 'Les deux systèmes sont en cours de lecture',
        todo: 'Vous vous êtes connecté à un autre dossier qu’avant, rien n’a donc été changé. Attendez la fin de l’essai à blanc, puis reconnectez-vous.',
      },
      'other-browser': {
        title: 'La réponse est venue d’un autre navigateur',
        todo: 'Par sécurité, elle n’a pas été utilisée. Recommencez et restez dans la fenêtre qui s’ouvre.',
      },
    },
    stranger: {
      title: 'C’est un autre dossier',
      todo: (companies) =>
        `Vos fiches appartiennent au premier, rien n’a donc été changé : ${companies}. Reconnectez-vous et choisissez le même dossier.`,
    },
    domain: {
      label: 'Nom dans votre adresse',
      hint: 'Le début de votre adresse chez ce fournisseur, avant le premier point.',
    },
  },
  popup: {
    title: (vendor) => `Connecter ${vendor}`,
    opening: 'Un instant, la page de connexion s’ouvre.',
    asks: (person, crm) => `${person} demande à le connecter à Concord dans ce CRM : ${crm}.`,
    warning: 'Continuez seulement si c’est bien vous et votre CRM. Sinon, fermez cette fenêtre.',
    goOn: 'Oui, continuer',
    spent: 'Ce lien n’est plus valable',
    spentTodo: 'Il fonctionne une fois, pendant une minute. Retournez dans le CRM et recommencez.',
    done: 'Connecté',
    doneTodo: 'Vous pouvez fermer cette fenêtre et continuer dans le CRM.',
    failed: 'Non connecté',
    failedTodo: 'Fermez cette fenêtre ; la page dans le CRM dit pourquoi et que faire.',
    close: 'Fermer cette fenêtre',
  },
  health: {
    label: 'Connexions',
    lead: 'Comment nous accédons aux deux systèmes, et jusqu’à quand.',
    goodUntil: (day) => `Valable jusqu’au ${day} sans utilisation ; chaque synchronisation prolonge ce délai.`,
    since: (when) => `Depuis ${when}.`,
    kind: {
      ok: { title: 'En ordre', todo: 'Rien à faire.' },
      'refresh-pending': {
        title: 'Renouvellement imminent',
        todo: 'Rien à faire : la prochaine synchronisation s’en charge.',
      },
      'sign-in-needed': { title: 'Connexion nécessaire', todo: 'Reconnectez-vous ; tous vos réglages restent.' },
      'consent-needed': {
        title: 'Un droit manque',
        todo: 'Vos règles demandent plus que ce que cet accès permet. Reconnectez-vous avec un compte qui a tous ces droits.',
      },
      'settings-missing': { title: 'Incomplète', todo: 'Il manque une réponse pour que cela fonctionne.' },
      revoked: { title: 'Accès retiré', todo: 'Quelqu’un a mis fin à notre accès. Reconnectez-vous pour continuer.' },
      degraded: { title: 'Répond mal', todo: 'Un nouvel essai a lieu de lui-même ; rien n’est perdu.' },
    },
    reconnect: 'Se reconnecter',
    enterKeys: 'Saisir à nouveau les clés',
    complete: 'Compléter',
  },
  disconnect: {
    title: (vendor) => `Déconnecter ${vendor}`,
    lead: 'La synchronisation s’arrête, notre accès est révoqué et les clés enregistrées sont détruites. Vos réglages et l’historique sont conservés.',
    mirrored: (crm) => `Fiches de ${crm} en lecture seule parce que la comptabilité fait foi`,
    keep: { label: 'Les laisser en lecture seule', hint: 'Utile si vous vous reconnectez bientôt.' },
    unlock: {
      label: 'Les déverrouiller',
      hint: 'On pourra de nouveau les modifier dans le CRM. Elles ne sont pas supprimées.',
    },
    button: 'Déconnecter',
    asked: 'Rien n’est supprimé dans aucun des deux systèmes.',
    unlocking: (n) =>
      plural(n, {
        one: '# fiche est d’abord déverrouillée, puis la connexion prend fin.',
        other: '# fiches sont d’abord déverrouillées, puis la connexion prend fin.',
      }),
  },
  leave: {
    title: 'Désinstaller Concord',
    lead: 'La synchronisation s’arrête aussitôt, notre accès aux deux systèmes est révoqué et toutes les clés enregistrées sont détruites.',
    kept: (days) =>
      `Réglages, liens et historique sont conservés ${days} jours. Si vous réinstallez dans ce délai, vous retrouvez tout ; il suffit de vous reconnecter. Ensuite, tout est supprimé.`,
    untouched: 'Rien n’est supprimé dans le CRM ni dans la comptabilité.',
    export: 'Téléchargez d’abord vos données',
    exportLead: 'Réglages, liens et historique, à conserver ou à vérifier.',
    json: 'Tout (un fichier)',
    csv: 'Fiches (tableau)',
    columns: [
      'Dossier',
      'Type',
      'Nom',
      'Code',
      'État',
      'N° dans le CRM',
      'N° dans la comptabilité',
      'Dernière modification',
    ],
    button: 'Désinstaller',
    gone: 'Concord est désinstallé',
    goneTodo: (day) => `Vous pouvez fermer cette page. Tout est conservé jusqu’au ${day}, au cas où vous reviendriez.`,
  },
}
