import { counter } from '../count'
import type { JourneyTexts } from './en'

const { plural } = counter('es')

export const es: JourneyTexts = {
  live: {
    title: 'Tiempo casi real',
    lead: (vendors: string) =>
      `Concord recibe aviso de ${vendors} en cuanto algo cambia. El cambio llega entonces en menos de un minuto.`,
    net: (every: string) =>
      `La programación se mantiene (${every}). Un aviso perdido retrasa un cambio hasta la siguiente sincronización; no se pierde nada.`,
    switchOn: 'Activar',
    switchOff: 'Desactivar',
    onNow: 'El tiempo casi real está activado.',
    offNow: 'El tiempo casi real está desactivado. La programación continúa.',
    summary: 'y en tiempo casi real',
    heard: (vendor: string, when: string) => `${vendor}: último aviso ${when}`,
    silent: (vendor: string) => `${vendor}: ningún aviso todavía`,
    lost: (vendor: string) => `Puede que ${vendor} ya no avise`,
    lostMore: (every: string) =>
      `No se pierde nada: la programación encuentra cada cambio (${every}). Concord vuelve a pedirlo cada día, o ahora mismo.`,
    askAgain: 'Pedirlo de nuevo ahora',
    address: 'Dirección',
    secret: 'Secreto',
    body: 'Contenido',
    byHand: {
      freshsales: {
        title: 'Una sola vez, en Freshsales',
        steps: [
          'Abra Configuración de administración, Flujos de trabajo, y cree un flujo por cada tipo de registro que viaja: al crearse o actualizarse.',
          'Añada la acción «Activar webhook», método POST, codificación JSON, con la dirección de abajo.',
          'Añada la cabecera personalizada X-Concord-Secret con el secreto de abajo.',
          'Como contenido, envíe el tipo de registro y su número como se muestra. Escriba sales_accounts, contacts, products o deals como módulo.',
        ],
        body: '{"module": "sales_accounts", "id": "{{account.id}}"}',
      },
    },
  },
  companies: {
    unnamed: 'Empresa aún sin nombre',
    shown: (name: string) => `Empresa mostrada: ${name}. Elegir otra`,
    none: 'Todavía no hay ninguna empresa conectada.',
    open: 'Empresas',
    claims: (parts: number) =>
      plural(parts, {
        one: 'Recibe registros nacidos en el CRM según # condición.',
        other: 'Recibe registros nacidos en el CRM según # condiciones.',
      }),
    claimsNothing: 'No recibe ningún registro nacido en el CRM.',
    rest: 'Recibe todo registro nacido en el CRM que ninguna otra empresa reclama.',
    belongs: (name: string) => `Registros nacidos en el CRM que pertenecen a ${name}`,
    belongsLead:
      'Una cuenta nueva del CRM se crea en esta empresa si todo esto se cumple, y en ninguna otra. Lo que una empresa ya tiene se queda en ella. Sin condición, va a la primera empresa.',
    other: (books: string) => `Conectar otro ${books}`,
    otherLead: (books: string) =>
      `Una empresa que necesita sus propias claves o su propio inicio de sesión en ${books}.`,
  },
  match: {
    keepApart: (n: number) =>
      plural(n, {
        one: 'Mantener separado el par dudoso',
        other: 'Mantener separados los # pares dudosos',
      }),
    keepAsk: (n: number) =>
      plural(n, {
        one: '¿Declarar distintos los registros de # par?',
        other: '¿Declarar distintos los registros de # pares?',
      }),
    keepExplains:
      'Se recuerdan como distintos y pueden crearse en el otro lado con el próximo plan. Cada uno puede volver a unirse más abajo.',
    keptApart: (n: number) => plural(n, { one: '# par mantenido separado.', other: '# pares mantenidos separados.' }),
  },
}
