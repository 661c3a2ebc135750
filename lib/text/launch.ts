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

export interface LaunchTexts {
  readonly opening: OpeningTexts
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
      opening: 'Opening Concord …',
      ended: 'Please open Concord again',
      endedWhy: 'Your session has ended. Nothing was lost and the work goes on; open Concord once more from your CRM.',
      blocked: 'Your browser keeps no session here',
      blockedWhy: 'Inside another page this browser stores no sign-in. In a tab of its own everything works the same.',
      newTab: 'Open in a new tab',
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
        'Votre session est terminée. Rien n’est perdu et le travail continue ; rouvrez Concord depuis votre CRM.',
      blocked: 'Votre navigateur ne garde pas de session ici',
      blockedWhy:
        'À l’intérieur d’une autre page, ce navigateur n’enregistre pas la connexion. Dans un onglet à part, tout fonctionne de la même façon.',
      newTab: 'Ouvrir dans un nouvel onglet',
    },
    onward: {
      title: (crm) => `Ouvrir Concord dans ${crm}`,
      lead: (crm) =>
        `Vous n’êtes connecté que dans ${crm}. Allez-y : Concord s’ouvrira à la page dont parle le message.`,
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
