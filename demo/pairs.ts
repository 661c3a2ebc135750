import { connectorOf } from '@/lib/connectors'
import { pairName, pairs } from '@/lib/pairs'

/** The pairs there are, for the program that starts the demo: one JSON line. */
const names = pairs.map(({ crm, books, ...pair }) => ({
  id: pairName({ crm, books, ...pair }),
  crm: { id: crm, name: connectorOf(crm).name },
  books: { id: books, name: connectorOf(books).name },
}))
process.stdout.write(`${JSON.stringify(names)}\n`)
