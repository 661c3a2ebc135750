import { createServer } from 'node:net'

/**
 * So many free ports from `first` upwards: the usual ones where they are free, so that a bookmark keeps working.
 * @param {number} first
 * @param {number} count
 */
export async function freePorts(first, count) {
  /** @type {number[]} */
  const found = []
  for (let port = first; found.length < count; port += 1) if (await isFree(port)) found.push(port)
  return found
}

const isFree = (port) =>
  new Promise((tell) => {
    const server = createServer()
    server.once('error', () => tell(false))
    server.listen(port, '127.0.0.1', () => server.close(() => tell(true)))
  })
