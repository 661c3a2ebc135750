import type { Closure } from '@/lib/model/launch'
import type { Locale } from '@/lib/model/words'

/** What the empty frame says while it signs in, or why it cannot; words alone, as they travel to the browser. */
export interface OpeningTexts {
  readonly opening: string
  readonly ended: string
  readonly endedWhy: string
  readonly blocked: string
  readonly blockedWhy: string
  readonly newTab: string
}

/** What the page in the CRM's frame says where nobody comes in. */
export interface BridgeTexts {
  readonly again: string
  readonly newTab: (crm: string) => string
  readonly closed: Readonly<Record<Closure, (crm: string) => { readonly title: string; readonly todo: string }>>
}

export interface LaunchTexts {
  readonly opening: OpeningTexts
  readonly bridge: BridgeTexts
  /** From a letter's link into the CRM. */
  readonly onward: {
    readonly title: (crm: string) => string
    readonly lead: (crm: string) => string
    readonly go: (crm: string) => string
    readonly noted: (crm: string) => string
  }
}

const catalogues: Readonly<Record<Locale, LaunchTexts>> = {
  en: {
    opening: {
      opening: 'Opening Concord…',
      ended: 'Please open Concord again',
      endedWhy: 'Your session has ended. Nothing was lost and the work goes on; open Concord once more from your CRM.',
      blocked: 'Your browser keeps no session here',
      blockedWhy: 'Inside another page this browser stores no sign-in. In a tab of its own everything works the same.',
      newTab: 'Open in a new tab',
    },
    bridge: {
      again: 'Try again',
      newTab: (crm) => `Open ${crm} in a new tab`,
      closed: {
        outside: (crm) => ({
          title: `Open Concord inside ${crm}`,
          todo: `Only there does this page learn who you are.`,
        }),
        foreign: (crm) => ({
          title: `This page is not shown by ${crm}`,
          todo: `Concord opens only inside pages of ${crm}. Whoever runs Concord for you can allow the address at which you open it.`,
        }),
        silent: (crm) => ({
          title: `${crm} did not answer`,
          todo: `Concord asked who you are and heard nothing. Try again, or open ${crm} in a new tab and Concord there.`,
        }),
        refused: (crm) => ({
          title: `${crm} does not confirm who you are`,
          todo: `Sign in to ${crm} once more, then open Concord again.`,
        }),
        another: (crm) => ({
          title: 'This page belongs to another company',
          todo: `It was registered in ${crm} for somebody else’s data. Your administrator can register the page of your own company.`,
        }),
        removed: (crm) => ({
          title: 'Concord was removed here',
          todo: `Nothing is synchronised any more. Thirty days after the removal all data is deleted, and Concord can be opened in ${crm} anew.`,
        }),
        tooMany: () => ({ title: 'Too many attempts', todo: 'Wait a minute, then try again.' }),
        failed: () => ({
          title: 'Concord cannot be reached',
          todo: 'Nothing was lost, and synchronisation goes on without this page. Try again in a moment.',
        }),
      },
    },
    onward: {
      title: (crm) => `Open Concord in ${crm}`,
      lead: (crm) =>
        `You are signed in only inside ${crm}. Go there, and Concord opens at the page that the message is about.`,
      go: (crm) => `Go to ${crm}`,
      noted: (crm) =>
        `Open Concord in ${crm} within a quarter of an hour: it shows the page that the message is about.`,
    },
  },
  fr: {
    opening: {
      opening: 'Ouverture de Concord…',
      ended: 'Veuillez rouvrir Concord',
      endedWhy:
        'Votre session est terminée. Rien n’est perdu et le travail continue ; rouvrez Concord depuis votre CRM.',
      blocked: 'Votre navigateur ne garde pas de session ici',
      blockedWhy:
        'À l’intérieur d’une autre page, ce navigateur n’enregistre pas la connexion. Dans un onglet à part, tout fonctionne de la même façon.',
      newTab: 'Ouvrir dans un nouvel onglet',
    },
    bridge: {
      again: 'Réessayer',
      newTab: (crm) => `Ouvrir ${crm} dans un nouvel onglet`,
      closed: {
        outside: (crm) => ({
          title: `Ouvrez Concord dans ${crm}`,
          todo: `C’est là seulement que cette page apprend qui vous êtes.`,
        }),
        foreign: (crm) => ({
          title: `Cette page n’est pas affichée par ${crm}`,
          todo: `Concord ne s’ouvre qu’à l’intérieur des pages de ${crm}. La personne qui exploite Concord pour vous peut autoriser l’adresse à laquelle vous l’ouvrez.`,
        }),
        silent: (crm) => ({
          title: `${crm} n’a pas répondu`,
          todo: `Concord a demandé qui vous êtes et n’a pas reçu de réponse. Réessayez, ou ouvrez ${crm} dans un nouvel onglet, puis Concord.`,
        }),
        refused: (crm) => ({
          title: `${crm} ne confirme pas qui vous êtes`,
          todo: `Reconnectez-vous à ${crm}, puis rouvrez Concord.`,
        }),
        another: (crm) => ({
          title: 'Cette page appartient à une autre société',
          todo: `Elle a été enregistrée dans ${crm} pour les données d’une autre société. Votre administrateur peut enregistrer la page de la vôtre.`,
        }),
        removed: (crm) => ({
          title: 'Concord a été retiré d’ici',
          todo: `Plus rien n’est synchronisé. Trente jours après le retrait, toutes les données sont supprimées, et Concord peut être ouvert de nouveau dans ${crm}.`,
        }),
        tooMany: () => ({ title: 'Trop de tentatives', todo: 'Attendez une minute, puis réessayez.' }),
        failed: () => ({
          title: 'Concord est injoignable',
          todo: 'Rien n’est perdu, et la synchronisation continue sans cette page. Réessayez dans un instant.',
        }),
      },
    },
    onward: {
      title: (crm) => `Ouvrir Concord dans ${crm}`,
      lead: (crm) =>
        `Votre session n’existe que dans ${crm}. Allez-y : Concord s’ouvrira à la page dont parle le message.`,
      go: (crm) => `Aller à ${crm}`,
      noted: (crm) => `Ouvrez Concord dans ${crm} d’ici un quart d’heure : il montrera la page dont parle le message.`,
    },
  },
  es: {
    opening: {
      opening: 'Abriendo Concord…',
      ended: 'Vuelva a abrir Concord',
      endedWhy:
        'Su sesión ha terminado. No se ha perdido nada y el trabajo continúa; abra Concord de nuevo desde su CRM.',
      blocked: 'Su navegador no guarda la sesión aquí',
      blockedWhy:
        'Dentro de otra página este navegador no guarda el acceso. En una pestaña propia todo funciona igual.',
      newTab: 'Abrir en una pestaña nueva',
    },
    bridge: {
      again: 'Reintentar',
      newTab: (crm) => `Abrir ${crm} en una pestaña nueva`,
      closed: {
        outside: (crm) => ({
          title: `Abra Concord dentro de ${crm}`,
          todo: `Solo allí sabe esta página quién es usted.`,
        }),
        foreign: (crm) => ({
          title: `Esta página no la muestra ${crm}`,
          todo: `Concord solo se abre dentro de páginas de ${crm}. Quien gestiona Concord para usted puede autorizar la dirección en la que lo abre.`,
        }),
        silent: (crm) => ({
          title: `${crm} no ha respondido`,
          todo: `Concord ha preguntado quién es usted y no ha recibido respuesta. Vuelva a intentarlo, o abra ${crm} en una pestaña nueva y Concord allí.`,
        }),
        refused: (crm) => ({
          title: `${crm} no confirma quién es usted`,
          todo: `Vuelva a iniciar sesión en ${crm} y abra Concord de nuevo.`,
        }),
        another: (crm) => ({
          title: 'Esta página pertenece a otra empresa',
          todo: `Se registró en ${crm} para los datos de otra empresa. Su administrador puede registrar la página de la suya.`,
        }),
        removed: (crm) => ({
          title: 'Concord se ha retirado de aquí',
          todo: `Ya no se sincroniza nada. Treinta días después de la retirada se eliminan todos los datos, y Concord puede abrirse de nuevo en ${crm}.`,
        }),
        tooMany: () => ({ title: 'Demasiados intentos', todo: 'Espere un minuto y vuelva a intentarlo.' }),
        failed: () => ({
          title: 'No se puede acceder a Concord',
          todo: 'No se ha perdido nada, y la sincronización sigue sin esta página. Vuelva a intentarlo en un momento.',
        }),
      },
    },
    onward: {
      title: (crm) => `Abrir Concord en ${crm}`,
      lead: (crm) =>
        `Solo ha iniciado sesión dentro de ${crm}. Vaya allí y Concord se abrirá en la página de la que trata el mensaje.`,
      go: (crm) => `Ir a ${crm}`,
      noted: (crm) =>
        `Abra Concord en ${crm} en el próximo cuarto de hora: mostrará la página de la que trata el mensaje.`,
    },
  },
}

export const launchTexts = (locale: Locale): LaunchTexts => catalogues[locale]
