import { z } from 'zod'
import { vendorClock } from '@/lib/http/answer'
import { parseAnswer } from '@/lib/http/parse'
import { ConnectorError } from '@/lib/model/problem'
import type { Shelf } from './columns'
import { MARK } from './columns'
import type { Door } from './door'
import * as wire from './wire'
import type { Described, Listed } from './wire'

export type Client = ReturnType<typeof client>

/** One function per endpoint, https://developers.freshworks.com/crm/api/ */
export const client = (door: Door) => ({ ...records(door), ...questions(door), ...lists(door) })

function records({ fine, get, put }: Door) {
  const one = <T>(shelf: Shelf, row: z.ZodType<T>): z.ZodType<T> =>
    z.object({ [shelf.singular]: row }).transform((answer) => answer[shelf.singular] as T) // parsed by `row`
  const whole = ({ include }: Shelf): string => `?include=${include}`

  return {
    /** https://developers.freshworks.com/crm/api/#list_all_contacts ; products are listed without a view */
    async page<T>(
      shelf: Shelf,
      row: z.ZodType<T>,
      view: string | null,
      page: number,
      size: number,
    ): Promise<Listed<T>> {
      const place = view === null ? shelf.path : `${shelf.path}/view/${view}`
      const query = `page=${page}&per_page=${size}&sort=updated_at&sort_type=desc&include=${shelf.include}`
      const answer = await fine(`${place}?${query}`)
      const list = z.object({ [shelf.plural]: z.array(row) })
      const rows = parseAnswer(answer, list)[shelf.plural] ?? []
      const { meta } = parseAnswer(answer, z.object({ meta: wire.meta }))
      const toldAt = vendorClock(answer)
      return { rows, total: meta.total, pages: meta.total_pages, readAt: toldAt ?? answer.sentAt, toldAt }
    },

    /** https://developers.freshworks.com/crm/api/#view_a_contact */
    one: <T>(shelf: Shelf, row: z.ZodType<T>, id: string) => get(`${shelf.path}/${id}${whole(shelf)}`, one(shelf, row)),

    /** https://developers.freshworks.com/crm/api/#upsert_a_contact : by our own mark, never by an address or a name */
    upsert: <T>(shelf: Shelf, row: z.ZodType<T>, marker: string, body: unknown) =>
      put(
        'POST',
        `${shelf.path}/upsert${whole(shelf)}`,
        { unique_identifier: { [MARK]: marker }, [shelf.singular]: body },
        one(shelf, row),
      ),

    /** https://developers.freshworks.com/crm/api/#create_product and #create_record_in_custom_module */
    create: <T>(shelf: Shelf, row: z.ZodType<T>, body: unknown) =>
      put('POST', `${shelf.path}${whole(shelf)}`, { [shelf.singular]: body }, one(shelf, row)),

    /** https://developers.freshworks.com/crm/api/#update_a_contact */
    update: <T>(shelf: Shelf, row: z.ZodType<T>, id: string, body: unknown) =>
      put('PUT', `${shelf.path}/${id}${whole(shelf)}`, { [shelf.singular]: body }, one(shelf, row)),

    /** https://developers.freshworks.com/crm/api/#delete_a_contact : it stays restorable, unlike after /forget */
    remove: (shelf: Shelf, id: string) => fine(`${shelf.path}/${id}`, { method: 'DELETE' }),

    /** https://developers.freshworks.com/crm/api/#bulk_upsert_contact : answers the job that will do it */
    async bulk(shelf: Shelf, records: readonly unknown[]): Promise<string> {
      const answer = await put('POST', `${shelf.path}/bulk_upsert`, { [shelf.plural]: records }, wire.accepted)
      const id = /\/job_statuses\/(\w+)$/.exec(answer.job_status_url)?.[1]
      if (id === undefined) throw new ConnectorError({ kind: 'unreachable', detail: 'a job without a number' })
      return id
    },

    /** https://developers.freshworks.com/crm/api/#job_status_api */
    job: (id: string) => get(`job_statuses/${id}`, wire.job),
  }
}

function questions({ get, ask }: Door) {
  return {
    /** https://developers.freshworks.com/crm/api/#filtered_search : thin, so that only ids are taken */
    marked: async (shelf: Shelf, marker: string): Promise<readonly string[]> => {
      const rule = { filter_rule: [{ attribute: MARK, operator: 'is_in', value: marker }] }
      const answer = z.object({ [shelf.plural]: wire.found })
      const rows = (await ask(`filtered_search/${shelf.singular}`, rule, answer))[shelf.plural] ?? []
      return rows.map(({ id }) => id)
    },

    /** https://developers.freshworks.com/crm/api/#lookup_search */
    byEmail: async (email: string): Promise<readonly string[]> => {
      const query = new URLSearchParams({ q: email, f: 'email', entities: 'contact' })
      const answer = z.object({ contacts: z.object({ contacts: wire.found }) })
      return (await get(`lookup?${query}`, answer)).contacts.contacts.map(({ id }) => id)
    },
  }
}

function lists({ get }: Door) {
  return {
    /** https://developers.freshworks.com/crm/api/#view_contact_filters */
    views: async (shelf: Shelf) => (await get(`${shelf.path}/filters`, wire.filters, 'session')).filters,

    /** https://developers.freshworks.com/crm/api/#list_all_contact_fields and #list_of_all_fields_in_your_custom_module */
    async fields({ settings }: Shelf): Promise<readonly Described[]> {
      const path = `settings/${settings}`
      if (settings.endsWith('/fields')) return (await get(path, wire.fieldList, 'session')).fields
      return (await get(path, wire.forms, 'session')).forms.flatMap(({ fields }) => fields)
    },

    /** https://developers.freshworks.com/crm/api/#get_list_of_custom_modules */
    modules: async () =>
      (await get('settings/module_customizations', wire.customizations, 'session')).module_customizations,

    /** https://developers.freshworks.com/crm/api/#admin_configuration */
    owners: async () => (await get('selector/owners', wire.owners, 'session')).users,
    stages: async () => (await get('selector/deal_stages', wire.stages, 'session')).deal_stages,
    currencies: async () => (await get('selector/currencies', wire.currencies, 'session')).currencies,
  }
}
