import type { Locale } from '@/lib/model/words'

interface Note {
  /** The day it came, as a calendar date. */
  readonly on: string
  readonly said: Readonly<Record<Locale, string>>
}

/** What is new in Concord, in a reader's words, newest first. */
export const news: readonly Note[] = [
  {
    on: '2026-11-28',
    said: {
      en: 'Where two people edit the same page of the settings, the second to save is told, and nothing is replaced unseen. A version is restored and a file brought in only once unpublished changes are published or discarded.',
      fr: 'Quand deux personnes modifient la même page des réglages, la seconde à enregistrer en est avertie et rien n’est remplacé à son insu. Une version n’est restaurée et un fichier n’est importé qu’une fois les modifications non publiées publiées ou abandonnées.',
      es: 'Cuando dos personas editan la misma página de los ajustes, se avisa a la segunda que guarda y nada se sustituye sin que se vea. Solo se restaura una versión o se importa un archivo cuando los cambios sin publicar están publicados o descartados.',
    },
  },
  {
    on: '2026-11-27',
    said: {
      en: 'Everybody who administers Concord gets a message when an account is connected or disconnected, when another company is refused, when somebody becomes an administrator, and when data leaves as a file.',
      fr: 'Toutes les personnes qui administrent Concord reçoivent un message quand un compte est connecté ou déconnecté, quand un autre dossier est refusé, quand quelqu’un devient administrateur et quand des données partent dans un fichier.',
      es: 'Todas las personas que administran Concord reciben un mensaje cuando se conecta o se desconecta una cuenta, cuando se rechaza otra empresa, cuando alguien pasa a ser administrador y cuando salen datos en un archivo.',
    },
  },
  {
    on: '2026-11-27',
    said: {
      en: 'A link in a message opens the very list it speaks of, in every CRM. Long lists grow as you read on.',
      fr: 'Le lien d’un message ouvre exactement la liste dont il parle, dans chaque CRM. Les longues listes s’allongent au fil de la lecture.',
      es: 'El enlace de un mensaje abre justo la lista de la que trata, en cada CRM. Las listas largas crecen a medida que lee.',
    },
  },
  {
    on: '2026-11-26',
    said: {
      en: 'One CRM can be kept in step with several companies of the books, each with its own settings, history and pause.',
      fr: 'Un CRM peut être gardé en accord avec plusieurs dossiers comptables, chacun avec ses réglages, son historique et sa pause.',
      es: 'Un CRM puede sincronizarse con varias empresas de la contabilidad, cada una con sus ajustes, su historial y su pausa.',
    },
  },
  {
    on: '2026-11-26',
    said: {
      en: 'Where the systems call us, changes travel within moments instead of waiting for the next run.',
      fr: 'Là où les systèmes nous appellent, les modifications circulent en quelques instants au lieu d’attendre la prochaine synchronisation.',
      es: 'Cuando los sistemas nos avisan, los cambios viajan en unos instantes en lugar de esperar a la próxima sincronización.',
    },
  },
]

export const newsTitle: Readonly<Record<Locale, string>> = {
  en: 'What is new in Concord',
  fr: 'Les nouveautés de Concord',
  es: 'Novedades de Concord',
}
