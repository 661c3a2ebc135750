import type { Crm } from './crm'
import { showInstant } from './instant'
import { NO_SUCH_THING, done, isObject, refuse } from './model'
import type { Actor, Result } from './model'

export interface CustomLists {
  lists(): readonly unknown[]
  createList(body: unknown): Result<{ id: number }>
  values(name: string): Result<readonly unknown[]>
  createValue(name: string, body: unknown, by: Actor): Result<{ id: number }>
}

const LABEL = /^descripcion(_[a-z]{2})?$/

/** `/list` and `/list/{resource}`: the one corner of the API whose keys are Spanish. */
export function customLists(crm: Crm): CustomLists {
  const lists: { readonly id: number; readonly databaseName: string; readonly description: string }[] = []
  const values = new Map<string, Readonly<Record<string, unknown>>[]>()
  let lastId = 4000
  const find = (name: string) => lists.find((list) => list.databaseName.toLowerCase() === name.toLowerCase())
  return {
    lists: () => lists,
    createList(body) {
      if (!isObject(body)) return refuse('The body must be a JSON object')
      const { databaseName, description } = body
      if (typeof databaseName !== 'string' || !databaseName.startsWith('Z_'))
        return refuse("Field 'databaseName' must start with Z_")
      if (typeof description !== 'string') return refuse("Field 'description' is mandatory")
      if (find(databaseName)) return refuse(`List '${databaseName}' already exists`)
      lastId += 1
      lists.push({ id: lastId, databaseName, description })
      return done({ id: lastId })
    },
    values(name) {
      const list = find(name)
      return list ? done(values.get(list.databaseName) ?? []) : refuse(`${name} does not exist`, NO_SUCH_THING)
    },
    createValue(name, body, by) {
      const list = find(name)
      if (!list) return refuse(`${name} does not exist`, NO_SUCH_THING)
      if (!isObject(body) || typeof body['descripcion'] !== 'string') return refuse("Field 'descripcion' is mandatory")
      const odd = Object.keys(body).find((key) => !LABEL.test(key))
      if (odd !== undefined) return refuse(`Unknown field '${odd}'`)
      lastId += 1
      const value = {
        id: lastId,
        ...body,
        borrado: false,
        fCreado: showInstant(crm.now()),
        fModificado: null,
        UserCreado: by.user,
      }
      values.set(list.databaseName, [...(values.get(list.databaseName) ?? []), value])
      return done({ id: lastId })
    },
  }
}
