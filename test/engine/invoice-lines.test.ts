import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Corridor } from '../kit/corridor'
import { inSage, invoice, linesOf, main, next, settled } from './kit'

let house: Corridor
beforeAll(async () => {
  house = await settled({ books: { size: { customers: 1, products: 2, invoices: 3, representants: 1 } } })
})
afterAll(() => house.close())

const line = (designation: string, montantHT: string) => ({
  ...{ numero: 1, articleId: null, articleCode: null, designation, quantite: '1', unite: null },
  ...{ prixUnitaireHT: montantHT, remisePct: '0.00', montantHT, tauxTVA: '20.00' },
})

/** What people make of an invoice in Sage: its lines are others, fewer or more, and so are its totals. */
function rewrite(id: string, amounts: readonly number[]): void {
  const [net, tax] = [amounts.reduce((sum, each) => sum + each, 0), amounts.reduce((sum, each) => sum + each / 5, 0)]
  house.books.edit(main, 'factures', id, {
    ...{ totalHT: net.toFixed(2), totalTVA: tax.toFixed(2) },
    ...{ totalTTC: (net + tax).toFixed(2), resteDu: (net + tax).toFixed(2), dejaRegle: '0.00' },
    lignes: amounts.map((each, at) => line(`Line ${at} of ${each}`, each.toFixed(2))),
  })
}

test('where a part of the lines breaks off on the way, the next run makes lines and totals agree again', async () => {
  const [first] = inSage(house, 'factures')
  const id = String(first?.id)
  rewrite(id, [10, 20, 30])
  await next(house)
  const stories = [
    { method: 'DELETE', how: 'cut-before', amounts: [15] },
    { method: 'PUT', how: 'cut-after', amounts: [25] },
    { method: 'POST', how: 'cut-mid-body', amounts: [25, 35, 45] },
  ] as const
  for (const { method, how, amounts } of stories) {
    house.simulators.crm.faults.add({ method, path: /salesordersLines\/bulk/, do: how })
    rewrite(id, amounts)
    await next(house)
    await next(house)
    expect(house.simulators.crm.faults.pending()).toEqual([])
    const { id: order, Z_NetTotal: net } = invoice(house, id)
    const told = linesOf(house, Number(order)).map(({ total }) => total)
    expect([method, told, net]).toEqual([method, amounts, amounts.reduce((sum: number, each) => sum + each, 0)])
  }
})
