import type { Locale } from '@/lib/model/words'

/** What letters about security say; they name people and systems, and nothing of any record. */
const en = {
  lead: 'A message about security. Everybody who administers Concord gets it at once.',
  connected: (vendor: string) => `${vendor} was connected`,
  connectedWhy: (vendor: string) => `Concord now reads and writes in ${vendor} with the access that was given.`,
  connectedTodo: (vendor: string) =>
    `If it was none of you: disconnect ${vendor} under Settings, then change the password or the keys there.`,
  refused: (vendor: string) => `Another company of ${vendor} was refused`,
  refusedWhy: (bound: string, offered: string) =>
    `This set-up belongs to ${bound}. Somebody signed in to ${offered}; nothing was changed, read or written.`,
  refusedTodo:
    'If you mean to work with the other company as well, add it under Settings. If it was none of you, change the password in the books.',
  disconnected: (vendor: string) => `${vendor} was disconnected`,
  disconnectedWhy: 'Synchronisation is paused and the access was handed back. Settings, links and history stay.',
  disconnectedTodo: (crm: string) =>
    `If it was none of you: connect again under Settings, and look who may administer ${crm}.`,
  administrator: (name: string) => `${name} is an administrator now`,
  administratorWhy: (crm: string) =>
    `${crm} names this person as an administrator. They may connect, change, start, pause and export.`,
  administratorTodo: (crm: string) =>
    `If that should not be so: take the right away in ${crm}; it ends the next time that person opens Concord.`,
  exported: {
    everything: 'Everything that Concord keeps was exported',
    records: 'The list of records was exported',
    configuration: 'The configuration was exported',
    history: 'The history was exported',
    plan: 'A plan was exported',
  },
  exportedWhy: {
    data: 'The file was downloaded to the computer of the person who asked for it.',
    configuration: 'The file holds the choices that were made here, and no key, no record and no name of a person.',
  },
  exportedTodo: (crm: string) =>
    `If it was none of you: take away that person’s rights in ${crm} and ask them where the file is.`,
  uninstalled: 'Concord was uninstalled',
  uninstalledWhy: (until: string) =>
    `Everything stopped and every access was handed back. What we keep is deleted after ${until}.`,
  uninstalledTodo: (crm: string) =>
    `If it was none of you: install Concord again in ${crm} before then, and you will find settings, links and history.`,
  account: (name: string) => `Access: ${name}`,
  by: (name: string) => `By ${name}`,
  byMarketplace: (crm: string) => `By the marketplace of ${crm}`,
  at: (when: string) => `On ${when}`,
  open: 'Look at it',
  openAll: 'Open Concord',
  because: (company: string) => `You get this because you look after Concord for ${company}.`,
  always: 'Messages about security cannot be switched off.',
}

export type SecurityTexts = typeof en

const fr: SecurityTexts = {
  lead: 'Un message de sécurité. Toutes les personnes qui administrent Concord le reçoivent aussitôt.',
  connected: (vendor) => `${vendor} a été connecté`,
  connectedWhy: (vendor) => `Concord lit et écrit désormais dans ${vendor} avec l’accès qui lui a été donné.`,
  connectedTodo: (vendor) =>
    `Si cela ne vient d’aucun de vous : déconnectez ${vendor} dans Réglages, puis changez-y le mot de passe ou les clés.`,
  refused: (vendor) => `Un autre dossier de ${vendor} a été refusé`,
  refusedWhy: (bound, offered) =>
    `Cette configuration appartient à ${bound}. Quelqu’un s’est connecté à ${offered} ; rien n’a été modifié, lu ou écrit.`,
  refusedTodo:
    'Si vous souhaitez aussi travailler avec l’autre dossier, ajoutez-le dans Réglages. Si cela ne vient d’aucun de vous, changez le mot de passe du logiciel comptable.',
  disconnected: (vendor) => `${vendor} a été déconnecté`,
  disconnectedWhy:
    'La synchronisation est en pause et l’accès a été rendu. Les réglages, les liens et l’historique restent.',
  disconnectedTodo: (crm) =>
    `Si cela ne vient d’aucun de vous : reconnectez-le dans Réglages et vérifiez qui peut administrer ${crm}.`,
  administrator: (name) => `${name} a maintenant les droits d’administrateur`,
  administratorWhy: (crm) =>
    `${crm} désigne cette personne comme administrateur. Elle peut connecter, modifier, démarrer, mettre en pause et exporter.`,
  administratorTodo: (crm) =>
    `Si cela ne devrait pas être le cas : retirez ce droit dans ${crm} ; il prend fin dès que cette personne rouvre Concord.`,
  exported: {
    everything: 'Tout ce que Concord conserve a été exporté',
    records: 'La liste des fiches a été exportée',
    configuration: 'La configuration a été exportée',
    history: 'L’historique a été exporté',
    plan: 'Un plan a été exporté',
  },
  exportedWhy: {
    data: 'Le fichier a été téléchargé sur l’ordinateur de la personne qui l’a demandé.',
    configuration: 'Le fichier contient les choix faits ici, mais aucune clé, aucune fiche et aucun nom de personne.',
  },
  exportedTodo: (crm) =>
    `Si cela ne vient d’aucun de vous : retirez les droits de cette personne dans ${crm} et demandez-lui où se trouve le fichier.`,
  uninstalled: 'Concord a été désinstallé',
  uninstalledWhy: (until) =>
    `Tout s’est arrêté et chaque accès a été rendu. Ce que nous conservons est supprimé après le ${until}.`,
  uninstalledTodo: (crm) =>
    `Si cela ne vient d’aucun de vous : réinstallez Concord dans ${crm} avant cette date, vous retrouverez réglages, liens et historique.`,
  account: (name) => `Accès : ${name}`,
  by: (name) => `Par ${name}`,
  byMarketplace: (crm) => `Par la place de marché de ${crm}`,
  at: (when) => `Le ${when}`,
  open: 'Voir',
  openAll: 'Ouvrir Concord',
  because: (company) => `Vous recevez ce message car vous vous occupez de Concord pour ${company}.`,
  always: 'Les messages de sécurité ne peuvent pas être désactivés.',
}

const es: SecurityTexts = {
  lead: 'Un mensaje de seguridad. Lo reciben en el acto todas las personas que administran Concord.',
  connected: (vendor) => `Se ha conectado ${vendor}`,
  connectedWhy: (vendor) => `Concord lee y escribe ahora en ${vendor} con el acceso que se le ha dado.`,
  connectedTodo: (vendor) =>
    `Si no ha sido nadie de ustedes: desconecte ${vendor} en Ajustes y cambie allí la contraseña o las claves.`,
  refused: (vendor) => `Se ha rechazado otra empresa de ${vendor}`,
  refusedWhy: (bound, offered) =>
    `Esta configuración pertenece a ${bound}. Alguien ha iniciado sesión en ${offered}; no se ha cambiado, leído ni escrito nada.`,
  refusedTodo:
    'Si quiere trabajar también con la otra empresa, añádala en Ajustes. Si no ha sido nadie de ustedes, cambie la contraseña del programa contable.',
  disconnected: (vendor) => `Se ha desconectado ${vendor}`,
  disconnectedWhy:
    'La sincronización está en pausa y se ha devuelto el acceso. Los ajustes, los vínculos y el historial se conservan.',
  disconnectedTodo: (crm) =>
    `Si no ha sido nadie de ustedes: vuelva a conectarlo en Ajustes y revise quién puede administrar ${crm}.`,
  administrator: (name) => `${name} tiene ahora derechos de administrador`,
  administratorWhy: (crm) =>
    `${crm} indica que esta persona es administradora. Puede conectar, cambiar, empezar, pausar y exportar.`,
  administratorTodo: (crm) =>
    `Si no debería ser así: quítele ese permiso en ${crm}; termina la próxima vez que esa persona abra Concord.`,
  exported: {
    everything: 'Se ha exportado todo lo que guarda Concord',
    records: 'Se ha exportado la lista de registros',
    configuration: 'Se ha exportado la configuración',
    history: 'Se ha exportado el historial',
    plan: 'Se ha exportado un plan',
  },
  exportedWhy: {
    data: 'El archivo se ha descargado en el ordenador de la persona que lo pidió.',
    configuration:
      'El archivo contiene lo que se ha elegido aquí, y ninguna clave, ningún registro ni ningún nombre de persona.',
  },
  exportedTodo: (crm) =>
    `Si no ha sido nadie de ustedes: quite los permisos de esa persona en ${crm} y pregúntele dónde está el archivo.`,
  uninstalled: 'Se ha desinstalado Concord',
  uninstalledWhy: (until) =>
    `Todo se ha detenido y se ha devuelto cada acceso. Lo que guardamos se elimina después del ${until}.`,
  uninstalledTodo: (crm) =>
    `Si no ha sido nadie de ustedes: instale Concord de nuevo en ${crm} antes de esa fecha y encontrará ajustes, vínculos e historial.`,
  account: (name) => `Acceso: ${name}`,
  by: (name) => `Por ${name}`,
  byMarketplace: (crm) => `Por el marketplace de ${crm}`,
  at: (when) => `El ${when}`,
  open: 'Verlo',
  openAll: 'Abrir Concord',
  because: (company) => `Recibe este mensaje porque se ocupa de Concord para ${company}.`,
  always: 'Los mensajes de seguridad no se pueden desactivar.',
}

const catalogues: Readonly<Record<Locale, SecurityTexts>> = { en, fr, es }

export const securityTexts = (locale: Locale): SecurityTexts => catalogues[locale]
