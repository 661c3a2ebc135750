import type { Locale } from '@/lib/model/words'

/** What people read where no session says who they are: the front page, a wrong address, a breakdown. */
interface Outside {
  readonly about: string
  readonly aboutMore: string
  readonly whereTo: string
  readonly notFound: string
  readonly notFoundTodo: string
  readonly broken: string
  readonly brokenTodo: string
  readonly tryAgain: string
  /** In a long list of values. */
  readonly find: string
  readonly noneFound: string
}

export const outside = {
  en: {
    about: 'Keeps a CRM and its accounting in step',
    aboutMore:
      'Customers, contacts, products and invoices, record by record. Every change is shown before it is made, and explained after.',
    whereTo: 'Open Concord from the settings of your CRM.',
    notFound: 'There is nothing at this address',
    notFoundTodo: 'The record may have been removed, or the address is not complete. Go back and try from the list.',
    broken: 'Something went wrong on our side',
    brokenTodo: 'Nothing was lost, and synchronisation goes on without this page. Try again in a moment.',
    tryAgain: 'Try again',
    find: 'Find',
    noneFound: 'Nothing fits',
  },
  fr: {
    about: 'Garde un CRM et sa comptabilité en accord',
    aboutMore:
      'Clients, contacts, articles et factures, fiche par fiche. Chaque modification est montrée avant d’être faite, et expliquée après.',
    whereTo: 'Ouvrez Concord depuis les réglages de votre CRM.',
    notFound: 'Il n’y a rien à cette adresse',
    notFoundTodo:
      'La fiche a peut-être été supprimée, ou l’adresse est incomplète. Revenez en arrière et passez par la liste.',
    broken: 'Quelque chose s’est mal passé de notre côté',
    brokenTodo: 'Rien n’est perdu, et la synchronisation continue sans cette page. Réessayez dans un instant.',
    tryAgain: 'Réessayer',
    find: 'Rechercher',
    noneFound: 'Aucune valeur ne correspond',
  },
  es: {
    about: 'Mantiene sincronizados un CRM y su contabilidad',
    aboutMore:
      'Clientes, contactos, productos y facturas, registro a registro. Cada cambio se muestra antes de hacerse y se explica después.',
    whereTo: 'Abra Concord desde los ajustes de su CRM.',
    notFound: 'No hay nada en esta dirección',
    notFoundTodo:
      'Puede que el registro se haya eliminado o que la dirección no esté completa. Vuelva atrás y búsquelo en la lista.',
    broken: 'Algo ha ido mal por nuestra parte',
    brokenTodo: 'No se ha perdido nada, y la sincronización sigue sin esta página. Vuelva a intentarlo en un momento.',
    tryAgain: 'Reintentar',
    find: 'Buscar',
    noneFound: 'Ningún valor coincide',
  },
} as const satisfies Record<Locale, Outside>
