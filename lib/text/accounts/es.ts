import { counter } from '../count'
import type { AccountsTexts } from './en'

const { plural } = counter('es')

export const es: AccountsTexts = {
  connect: {
    lead: (vendor) =>
      `${vendor} se abre en una ventana propia. Allí inicia sesión y da su permiso; su contraseña nunca llega a nosotros.`,
    which: '¿Qué contabilidad?',
    whichLead: 'Concord sincroniza este CRM con uno de estos programas.',
    reads: (what) => `${what}, con sus listas y los nombres de los usuarios.`,
    writes: (what) => `${what}, según sus reglas.`,
    writesNothing: 'Nada. Sus reglas solo van de aquí al otro sistema.',
    role: (vendor) =>
      `Una cuenta de ${vendor} que pueda dar acceso a otras aplicaciones; normalmente la de un administrador.`,
    button: (vendor) => `Iniciar sesión en ${vendor}`,
    again: (vendor) => `Iniciar sesión en ${vendor} de nuevo`,
    waiting: (vendor) => `Esperando su respuesta en la ventana de ${vendor}.`,
    waitingMore:
      'Tómese su tiempo: tiene diez minutos. Esta página se actualiza sola. Si cerró la ventana, empiece de nuevo.',
    noWindow: 'La ventana no ha podido abrirse',
    noWindowMore: 'Ábrala con este enlace; funciona una vez, durante un minuto.',
    open: (vendor) => `Abrir ${vendor}`,
    stop: 'Empezar de nuevo',
    failed: {
      declined: {
        title: 'No ha dado el permiso',
        todo: 'No se ha conectado nada y aquí no ha cambiado nada. Empiece de nuevo cuando quiera.',
      },
      late: { title: 'Han pasado diez minutos sin respuesta', todo: 'No se ha conectado nada. Empiece de nuevo.' },
      busy: {
        title: 'Se están leyendo ambos sistemas',
        todo: 'Ha iniciado sesión en otra empresa que antes, así que no se ha cambiado nada. Espere a que termine la simulación e inicie sesión de nuevo.',
      },
      'other-browser': {
        title: 'La respuesta ha llegado de otro navegador',
        todo: 'Por seguridad no se ha utilizado. Empiece de nuevo y quédese en la ventana que se abre.',
      },
    },
    stranger: {
      title: 'Es otra empresa',
      todo: (companies) =>
        `Sus registros pertenecen a la primera, así que no se ha cambiado nada: ${companies}. Inicie sesión de nuevo y elija la misma empresa.`,
    },
    domain: { label: 'Nombre de su dirección', hint: 'La primera parte de su dirección allí, antes del primer punto.' },
  },
  popup: {
    title: (vendor) => `Conectar ${vendor}`,
    opening: 'Un momento, se está abriendo la página de acceso.',
    asks: (person, crm) => `${person} pide conectarlo a Concord en este CRM: ${crm}.`,
    warning: 'Continúe solo si es usted y es su CRM. Si no, cierre esta ventana.',
    goOn: 'Sí, continuar',
    spent: 'Este enlace ya no sirve',
    spentTodo: 'Funciona una vez, durante un minuto. Vuelva al CRM y empiece de nuevo.',
    done: 'Conectado',
    doneTodo: 'Puede cerrar esta ventana y seguir en el CRM.',
    failed: 'No conectado',
    failedTodo: 'Cierre esta ventana; la página del CRM dice por qué y qué hacer.',
    close: 'Cerrar esta ventana',
  },
  health: {
    label: 'Conexiones',
    lead: 'Cómo accedemos a los dos sistemas y hasta cuándo.',
    goodUntil: (day) => `Válida hasta el ${day} si no se usa; cada sincronización la prolonga.`,
    since: (when) => `Desde ${when}.`,
    kind: {
      ok: { title: 'En orden', todo: 'No hay nada que hacer.' },
      'refresh-pending': {
        title: 'A punto de renovarse',
        todo: 'No hay nada que hacer: la próxima sincronización la renueva.',
      },
      'sign-in-needed': { title: 'Hay que iniciar sesión', todo: 'Inicie sesión de nuevo; sus ajustes se conservan.' },
      'consent-needed': {
        title: 'Falta un permiso',
        todo: 'Sus reglas necesitan más de lo que este acceso permite. Conecte de nuevo con una cuenta que tenga todos esos permisos.',
      },
      'settings-missing': { title: 'Incompleta', todo: 'Falta una respuesta para que esto funcione.' },
      revoked: {
        title: 'Acceso retirado',
        todo: 'Alguien ha retirado nuestro acceso. Inicie sesión de nuevo para seguir.',
      },
      degraded: { title: 'Responde mal', todo: 'Se reintenta solo; no se ha perdido nada.' },
    },
    reconnect: 'Iniciar sesión de nuevo',
    enterKeys: 'Escribir las claves de nuevo',
    complete: 'Completar',
  },
  disconnect: {
    title: (vendor) => `Desconectar ${vendor}`,
    lead: 'La sincronización se detiene, se revoca nuestro acceso y se destruyen las claves guardadas. Sus ajustes y el historial se conservan.',
    mirrored: (crm) => `Registros de ${crm} de solo lectura porque manda la contabilidad`,
    keep: { label: 'Dejarlos de solo lectura', hint: 'Conviene si va a conectar de nuevo pronto.' },
    unlock: {
      label: 'Desbloquearlos',
      hint: 'Se podrán editar de nuevo en el CRM. No se eliminan.',
    },
    button: 'Desconectar',
    asked: 'No se elimina nada en ninguno de los dos sistemas.',
    unlocking: (n) =>
      plural(n, {
        one: 'Primero se desbloquea # registro; después termina la conexión.',
        other: 'Primero se desbloquean # registros; después termina la conexión.',
      }),
  },
  leave: {
    title: 'Desinstalar Concord',
    lead: 'La sincronización se detiene al momento, se revoca nuestro acceso a los dos sistemas y se destruyen todas las claves guardadas.',
    kept: (days) =>
      `Los ajustes, los vínculos y el historial se conservan ${days} días. Si instala de nuevo en ese plazo, todo sigue ahí; solo hay que iniciar sesión. Después se elimina todo.`,
    untouched: 'No se elimina nada en el CRM ni en la contabilidad.',
    export: 'Descargue antes sus datos',
    exportLead: 'Ajustes, vínculos e historial, para guardar o comprobar.',
    json: 'Todo (un archivo)',
    csv: 'Registros (tabla)',
    columns: [
      'Empresa',
      'Tipo',
      'Nombre',
      'Código',
      'Estado',
      'Id. en el CRM',
      'Id. en la contabilidad',
      'Último cambio',
    ],
    button: 'Desinstalar',
    gone: 'Concord está desinstalado',
    goneTodo: (day) => `Puede cerrar esta página. Todo se conserva hasta el ${day}, por si vuelve.`,
  },
}
