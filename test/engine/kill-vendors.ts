import { sage50Fr } from '../../sandbox/sage-50-fr'
import { sageSales } from '../../sandbox/sage-sales'
import { serve } from '../../sandbox/kit/server'

/** Both vendors in a process that outlives every worker; prints where they answer. */
const size = {
  customers: 40,
  prospects: 10,
  contacts: 90,
  otherAddresses: 10,
  products: 30,
  invoices: 60,
  representants: 3,
}
const crm = await serve(sageSales({ unlimited: true, size: 10, latencyMs: 15 }).handle, 0)
const books = await serve(sage50Fr({ unlimited: true, size, latencyMs: 15 }).handle, 0)
process.stdout.write(`${JSON.stringify({ crm: crm.url, books: books.url })}\n`)
