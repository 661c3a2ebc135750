import type { Locale } from '@/lib/model/words'
import { counter } from './count'

const of = { en: counter('en'), fr: counter('fr'), es: counter('es') }

/** What mail says, and the pages on which people decide who gets it. */
const en = {
  subject: {
    signedOut: (vendor: string) => `Sign in again to ${vendor}`,
    expiring: (vendor: string, days: number) =>
      of.en.plural(days, {
        one: `The sign-in to ${vendor} ends within a day`,
        other: `The sign-in to ${vendor} ends within # days`,
      }),
    missed: 'Three runs in a row did not succeed',
    degraded: 'More than one in twenty records of a run were set aside',
    held: 'An unusual amount of changes waits for your yes',
    reminder: (subject: string) => `Reminder: ${subject}`,
    opened: (n: number) => of.en.plural(n, { one: '# record needs you', other: '# records need you' }),
    digest: (n: number) =>
      of.en.plural(n, { one: 'Summary: # record needs you', other: 'Summary: # records need you' }),
    recovered: (what: string) => `Solved: ${what}`,
    recoveredAll: (n: number) => of.en.plural(n, { one: 'Solved: # cause', other: 'Solved: # causes' }),
  },
  lead: {
    urgent: 'Synchronisation waits for a person. Nothing was lost; what changes meanwhile is sent afterwards, once.',
    missed:
      'Synchronisation does not get on at the moment. Nothing was lost; what changes meanwhile is sent afterwards, once.',
    reminder: 'This still waits for a person. Nothing was lost.',
    opened: 'Some records were set aside with a reason. Nothing was lost, and everything else goes on.',
    asked: 'This waits for a person. Nothing was lost.',
    digest: 'What was added since the last message. Nothing was lost, and everything else goes on.',
    recovered: 'What we wrote to you about is over. You need to do nothing.',
  },
  expiringWhy: (vendor: string, when: string) =>
    `${vendor} gives access until ${when}. After that nothing can be synchronised before somebody signs in again.`,
  expiringTodo: 'Sign in again under Settings; it takes a minute and nothing stops meanwhile.',
  missedWhy: 'The last three runs ended before their work was done.',
  missedTodo: 'We keep trying by ourselves. History shows how far each run came.',
  degradedWhy: (failed: number, all: number) =>
    `${of.en.number(failed)} of ${of.en.number(all)} records of that run could not be brought into step. The others were.`,
  degradedTodo: 'They are grouped by cause under Errors: often one answer mends many.',
  heldWhy:
    'The plan holds more changes than usual, so nothing of it was written. Look at it, then approve or reject it.',
  count: (n: number) => of.en.plural(n, { one: '# record', other: '# records' }),
  field: (name: string) => `Field: ${name}`,
  since: (when: string) => `Since ${when}`,
  more: (n: number) => `and ${of.en.number(n)} more`,
  lasted: (duration: string, n: number) =>
    of.en.plural(n, { one: `Lasted ${duration}, # record`, other: `Lasted ${duration}, up to # records` }),
  lastedAlone: (duration: string) => `Lasted ${duration}`,
  open: 'Open',
  openAll: 'Open Concord',
  times: (zone: string) => `Times are those of ${zone}.`,
  because: (company: string) => `You get this because you are named for alerts about ${company}.`,
  unsubscribe: 'Unsubscribe',
  change: 'Change who gets mail, and when',
  page: {
    title: 'Alerts by e-mail',
    lead: 'Mail comes only when a person is needed: on the first error of a cause, at most hourly if there are more, and once when it is over.',
    recipients: 'Who gets mail',
    none: 'Nobody gets mail.',
    administrators: 'Until you add somebody, mail goes to the administrators who have opened Concord.',
    ended: (when: string) => `unsubscribed ${when}`,
    email: 'E-mail address',
    emailHint: 'A person or a shared mailbox.',
    language: 'Language',
    add: 'Add',
    added: (email: string) => `${email} gets mail from now on.`,
    remove: (email: string) => `Remove ${email}`,
    removed: (email: string) => `${email} gets no more mail.`,
    quiet: 'Quiet hours',
    quietLead: 'Mail waits until they are over. A lost sign-in and three missed runs are told at once all the same.',
    quietOn: 'Keep quiet hours',
    from: 'From',
    to: 'To',
    zone: (zone: string) => `Times of ${zone}`,
    save: 'Save quiet hours',
    saved: 'Quiet hours saved.',
    lastMails: 'Last messages',
    noMails: 'No message was sent yet.',
    state: { waiting: 'waiting', sending: 'on its way', sent: 'sent', failed: 'refused' },
    notSent:
      'No mail server is set up for this installation, so messages wait here. Whoever operates Concord sets SMTP_URL and MAIL_FROM.',
    invalid: 'This is not an e-mail address.',
    known: 'This address is in the list already.',
    languages: { en: 'English', fr: 'Français', es: 'Español' },
  },
  farewell: {
    title: 'Unsubscribe from alerts',
    ask: (email: string) =>
      `${email} will get no more mail about errors, sign-ins and missed runs. The pages in the CRM go on showing them.`,
    button: 'Unsubscribe',
    done: 'You are unsubscribed',
    doneLead: (email: string) => `${email} gets no more mail. An administrator of the CRM can add the address again.`,
    unknown: 'This link is not known',
    unknownLead: 'It may be incomplete, or the address was removed from the list already.',
  },
}

export type AlertTexts = typeof en

const fr: AlertTexts = {
  subject: {
    signedOut: (vendor) => `Reconnectez ${vendor}`,
    expiring: (vendor, days) =>
      of.fr.plural(days, {
        one: `La connexion à ${vendor} se termine dans moins d’un jour`,
        other: `La connexion à ${vendor} se termine dans moins de # jours`,
      }),
    missed: 'Trois synchronisations de suite n’ont pas abouti',
    degraded: 'Une synchronisation a mis de côté plus d’une fiche sur vingt',
    held: 'Un volume inhabituel de modifications attend votre accord',
    reminder: (subject) => `Rappel : ${subject}`,
    opened: (n) => of.fr.plural(n, { one: '# fiche à traiter', other: '# fiches à traiter' }),
    digest: (n) => of.fr.plural(n, { one: 'Résumé : # fiche à traiter', other: 'Résumé : # fiches à traiter' }),
    recovered: (what) => `Résolu : ${what}`,
    recoveredAll: (n) => of.fr.plural(n, { one: 'Résolu : # cause', other: 'Résolu : # causes' }),
  },
  lead: {
    urgent:
      'La synchronisation attend une intervention. Rien n’est perdu ; ce qui change entre-temps est envoyé ensuite, une seule fois.',
    missed:
      'La synchronisation n’avance pas en ce moment. Rien n’est perdu ; ce qui change entre-temps est envoyé ensuite, une seule fois.',
    reminder: 'Une intervention est toujours attendue. Rien n’est perdu.',
    opened: 'Des fiches ont été mises de côté avec un motif. Rien n’est perdu, et tout le reste continue.',
    asked: 'Une intervention est attendue. Rien n’est perdu.',
    digest: 'Ce qui s’est ajouté depuis le dernier message. Rien n’est perdu, et tout le reste continue.',
    recovered: 'Ce que nous vous avions signalé est terminé. Vous n’avez rien à faire.',
  },
  expiringWhy: (vendor, when) =>
    `${vendor} donne accès jusqu’à cette échéance : ${when}. Ensuite, rien ne peut être synchronisé avant une nouvelle connexion.`,
  expiringTodo: 'Reconnectez-vous dans Réglages ; cela prend une minute et rien ne s’arrête pendant ce temps.',
  missedWhy: 'Les trois dernières synchronisations se sont arrêtées avant la fin de leur travail.',
  missedTodo: 'Nous réessayons de nous-mêmes. L’historique montre jusqu’où chacune est allée.',
  degradedWhy: (failed, all) =>
    `${of.fr.number(failed)} fiches sur ${of.fr.number(all)} de cette synchronisation n’ont pas pu être synchronisées. Les autres l’ont été.`,
  degradedTodo: 'Elles sont regroupées par cause sous Erreurs : souvent, une seule réponse en règle beaucoup.',
  heldWhy:
    'Le plan contient plus de modifications que d’habitude, rien n’en a donc été écrit. Examinez-le, puis approuvez-le ou rejetez-le.',
  count: (n) => of.fr.plural(n, { one: '# fiche', other: '# fiches' }),
  field: (name) => `Champ : ${name}`,
  since: (when) => `Depuis ${when}`,
  more: (n) => `et ${of.fr.number(n)} de plus`,
  lasted: (duration, n) =>
    of.fr.plural(n, { one: `A duré ${duration}, # fiche`, other: `A duré ${duration}, jusqu’à # fiches` }),
  lastedAlone: (duration) => `A duré ${duration}`,
  open: 'Ouvrir',
  openAll: 'Ouvrir Concord',
  times: (zone) => `Les heures sont celles du fuseau ${zone}.`,
  because: (company) => `Vous recevez ce message car vous figurez parmi les destinataires des alertes de ${company}.`,
  unsubscribe: 'Se désabonner',
  change: 'Modifier les destinataires et les heures',
  page: {
    title: 'Alertes par e-mail',
    lead: 'Un message n’est envoyé que si quelqu’un doit intervenir : à la première erreur d’une cause, au plus une fois par heure s’il s’en ajoute, et une fois quand c’est terminé.',
    recipients: 'Destinataires',
    none: 'Personne ne reçoit de message.',
    administrators: 'Tant que vous n’ajoutez personne, les messages vont aux administrateurs qui ont ouvert Concord.',
    ended: (when) => `désabonné (${when})`,
    email: 'Adresse e-mail',
    emailHint: 'Une personne ou une boîte partagée.',
    language: 'Langue',
    add: 'Ajouter',
    added: (email) => `${email} recevra désormais les messages.`,
    remove: (email) => `Retirer ${email}`,
    removed: (email) => `${email} ne recevra plus de message.`,
    quiet: 'Heures calmes',
    quietLead:
      'Les messages attendent la fin de ces heures. Une connexion perdue et trois synchronisations manquées sont tout de même signalées aussitôt.',
    quietOn: 'Respecter des heures calmes',
    from: 'De',
    to: 'À',
    zone: (zone) => `Heures du fuseau ${zone}`,
    save: 'Enregistrer les heures calmes',
    saved: 'Heures calmes enregistrées.',
    lastMails: 'Derniers messages',
    noMails: 'Aucun message n’a encore été envoyé.',
    state: { waiting: 'en attente', sending: 'en cours d’envoi', sent: 'envoyé', failed: 'refusé' },
    notSent:
      'Aucun serveur de messagerie n’est configuré pour cette installation, les messages attendent donc ici. La personne qui exploite Concord définit SMTP_URL et MAIL_FROM.',
    invalid: 'Ce n’est pas une adresse e-mail.',
    known: 'Cette adresse figure déjà dans la liste.',
    languages: { en: 'English', fr: 'Français', es: 'Español' },
  },
  farewell: {
    title: 'Se désabonner des alertes',
    ask: (email) =>
      `${email} ne recevra plus de message sur les erreurs, les connexions et les synchronisations manquées. Les pages du CRM continuent de les montrer.`,
    button: 'Se désabonner',
    done: 'Vous êtes désabonné',
    doneLead: (email) =>
      `${email} ne recevra plus de message. Un administrateur du CRM peut ajouter l’adresse de nouveau.`,
    unknown: 'Ce lien est inconnu',
    unknownLead: 'Il est peut-être incomplet, ou l’adresse a déjà été retirée de la liste.',
  },
}

const es: AlertTexts = {
  subject: {
    signedOut: (vendor) => `Vuelva a conectar ${vendor}`,
    expiring: (vendor, days) =>
      of.es.plural(days, {
        one: `La conexión con ${vendor} termina en menos de un día`,
        other: `La conexión con ${vendor} termina en menos de # días`,
      }),
    missed: 'Tres sincronizaciones seguidas no han terminado bien',
    degraded: 'Una sincronización ha apartado más de uno de cada veinte registros',
    held: 'Una cantidad inusual de cambios espera su visto bueno',
    reminder: (subject) => `Recordatorio: ${subject}`,
    opened: (n) => of.es.plural(n, { one: '# registro requiere atención', other: '# registros requieren atención' }),
    digest: (n) =>
      of.es.plural(n, {
        one: 'Resumen: # registro requiere atención',
        other: 'Resumen: # registros requieren atención',
      }),
    recovered: (what) => `Resuelto: ${what}`,
    recoveredAll: (n) => of.es.plural(n, { one: 'Resuelto: # causa', other: 'Resuelto: # causas' }),
  },
  lead: {
    urgent:
      'La sincronización espera a que alguien intervenga. No se ha perdido nada; lo que cambie mientras tanto se envía después, una sola vez.',
    missed:
      'La sincronización no avanza en este momento. No se ha perdido nada; lo que cambie mientras tanto se envía después, una sola vez.',
    reminder: 'Esto sigue esperando a que alguien intervenga. No se ha perdido nada.',
    opened: 'Algunos registros se han apartado con un motivo. No se ha perdido nada y todo lo demás continúa.',
    asked: 'Esto espera a que alguien intervenga. No se ha perdido nada.',
    digest: 'Lo que se ha añadido desde el último mensaje. No se ha perdido nada y todo lo demás continúa.',
    recovered: 'Aquello de lo que le avisamos ha terminado. No tiene que hacer nada.',
  },
  expiringWhy: (vendor, when) =>
    `${vendor} da acceso hasta este momento: ${when}. Después no se puede sincronizar nada hasta que alguien vuelva a conectarse.`,
  expiringTodo: 'Vuelva a conectarse en Ajustes; lleva un minuto y mientras tanto nada se detiene.',
  missedWhy: 'Las tres últimas sincronizaciones se detuvieron antes de acabar su trabajo.',
  missedTodo: 'Seguimos intentándolo por nuestra cuenta. El historial muestra hasta dónde llegó cada una.',
  degradedWhy: (failed, all) =>
    `${of.es.number(failed)} de ${of.es.number(all)} registros de esa sincronización no se pudieron sincronizar. Los demás sí.`,
  degradedTodo: 'Están agrupados por causa en Errores: a menudo una sola respuesta arregla muchos.',
  heldWhy:
    'El plan contiene más cambios que de costumbre, así que no se ha escrito nada de él. Revíselo y después apruébelo o rechácelo.',
  count: (n) => of.es.plural(n, { one: '# registro', other: '# registros' }),
  field: (name) => `Campo: ${name}`,
  since: (when) => `Desde ${when}`,
  more: (n) => `y ${of.es.number(n)} más`,
  lasted: (duration, n) =>
    of.es.plural(n, { one: `Duró ${duration}, # registro`, other: `Duró ${duration}, hasta # registros` }),
  lastedAlone: (duration) => `Duró ${duration}`,
  open: 'Abrir',
  openAll: 'Abrir Concord',
  times: (zone) => `Las horas son las de ${zone}.`,
  because: (company) => `Recibe este mensaje porque figura entre los destinatarios de los avisos de ${company}.`,
  unsubscribe: 'Darse de baja',
  change: 'Cambiar quién recibe mensajes y cuándo',
  page: {
    title: 'Avisos por correo',
    lead: 'Solo se envía un mensaje cuando alguien tiene que intervenir: con el primer error de una causa, como mucho cada hora si hay más, y una vez cuando ha terminado.',
    recipients: 'Quién recibe mensajes',
    none: 'Nadie recibe mensajes.',
    administrators: 'Mientras no añada a nadie, los mensajes van a los administradores que han abierto Concord.',
    ended: (when) => `dado de baja (${when})`,
    email: 'Dirección de correo',
    emailHint: 'Una persona o un buzón compartido.',
    language: 'Idioma',
    add: 'Añadir',
    added: (email) => `${email} recibirá mensajes a partir de ahora.`,
    remove: (email) => `Quitar ${email}`,
    removed: (email) => `${email} ya no recibirá mensajes.`,
    quiet: 'Horas de silencio',
    quietLead:
      'Los mensajes esperan a que terminen. Una conexión perdida y tres sincronizaciones fallidas se avisan en el acto de todos modos.',
    quietOn: 'Respetar horas de silencio',
    from: 'De',
    to: 'A',
    zone: (zone) => `Horas de ${zone}`,
    save: 'Guardar horas de silencio',
    saved: 'Horas de silencio guardadas.',
    lastMails: 'Últimos mensajes',
    noMails: 'Todavía no se ha enviado ningún mensaje.',
    state: { waiting: 'en espera', sending: 'en camino', sent: 'enviado', failed: 'rechazado' },
    notSent:
      'Esta instalación no tiene servidor de correo, así que los mensajes esperan aquí. Quien gestiona Concord define SMTP_URL y MAIL_FROM.',
    invalid: 'Esto no es una dirección de correo.',
    known: 'Esta dirección ya está en la lista.',
    languages: { en: 'English', fr: 'Français', es: 'Español' },
  },
  farewell: {
    title: 'Darse de baja de los avisos',
    ask: (email) =>
      `${email} no recibirá más mensajes sobre errores, conexiones y sincronizaciones fallidas. Las páginas del CRM los siguen mostrando.`,
    button: 'Darse de baja',
    done: 'Se ha dado de baja',
    doneLead: (email) =>
      `${email} no recibirá más mensajes. Un administrador del CRM puede volver a añadir la dirección.`,
    unknown: 'Este enlace no se conoce',
    unknownLead: 'Puede que no esté completo, o que la dirección ya se haya quitado de la lista.',
  },
}

const catalogues: Readonly<Record<Locale, AlertTexts>> = { en, fr, es }

export const alertTexts = (locale: Locale): AlertTexts => catalogues[locale]
