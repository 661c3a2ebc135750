import type { Locale } from '@/lib/model/words'

/** What the empty frame says while it signs in, or why it cannot. */
export interface LaunchTexts {
  readonly opening: string
  readonly ended: string
  readonly endedWhy: string
  readonly blocked: string
  readonly blockedWhy: string
  readonly newTab: string
}

const catalogues: Readonly<Record<Locale, LaunchTexts>> = {
  en: {
    opening: 'Opening Concord …',
    ended: 'Please open Concord again',
    endedWhy: 'Your session has ended. Nothing was lost and the work goes on; open Concord once more from your CRM.',
    blocked: 'Your browser keeps no session here',
    blockedWhy: 'Inside another page this browser stores no sign-in. In a tab of its own everything works the same.',
    newTab: 'Open in a new tab',
  },
  fr: {
    opening: 'Ouverture de Concord…',
    ended: 'Veuillez rouvrir Concord',
    endedWhy: 'Votre session est terminée. Rien n’est perdu et le travail continue ; rouvrez Concord depuis votre CRM.',
    blocked: 'Votre navigateur ne garde pas de session ici',
    blockedWhy:
      'À l’intérieur d’une autre page, ce navigateur n’enregistre pas la connexion. Dans un onglet à part, tout fonctionne de la même façon.',
    newTab: 'Ouvrir dans un nouvel onglet',
  },
  es: {
    opening: 'Abriendo Concord…',
    ended: 'Vuelva a abrir Concord',
    endedWhy:
      'Su sesión ha terminado. No se ha perdido nada y el trabajo continúa; abra Concord de nuevo desde su CRM.',
    blocked: 'Su navegador no guarda la sesión aquí',
    blockedWhy: 'Dentro de otra página este navegador no guarda el acceso. En una pestaña propia todo funciona igual.',
    newTab: 'Abrir en una pestaña nueva',
  },
}

export const launchTexts = (locale: Locale): LaunchTexts => catalogues[locale]
