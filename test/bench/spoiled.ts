import type { Handle, Request } from '../../sandbox/kit/server'

/** A CRM that refuses one record of so many creates: the record asks for a field that nobody declared. */
export function spoiled(handle: Handle, every: number): Handle {
  let seen = 0
  return (request) => handle(isBulkCreate(request) ? { ...request, body: spoil(request.body) } : request)

  function spoil(body: Uint8Array): Uint8Array {
    const items = JSON.parse(Buffer.from(body).toString('utf8')) as { data: object }[] // our own request
    const spoilt = items.map((item) =>
      ++seen % every === 0 ? { ...item, data: { ...item.data, unheardOf: 1 } } : item,
    )
    return Buffer.from(JSON.stringify(spoilt))
  }
}

const isBulkCreate = ({ method, path }: Request): boolean => method === 'POST' && path.endsWith('/bulk')
