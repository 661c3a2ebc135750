import { BLANK_ARTICLE } from '../blank'
import { cents, plus, amount } from '../../kit/decimal'
import { etagOf, image } from '../image'
import { percent } from '../invoice'
import type { Article } from '../records'
import type { Source } from '../table'
import { GOODS, SERVICES } from './names'
import { lots, madeAt } from './numbers'

export const articles = (seed: number, count: number): Source => ({
  count,
  visible: count,
  make: (index) => article(seed, index),
  find: (field) => (field === 'ref' ? [] : undefined),
})

/** One article in ten carries a picture. */
export function pictureAt(index: number): Uint8Array | null {
  return index % 10 === 3 ? image((index * 7) % 256, (index * 13) % 256, 120) : null
}

export function article(seed: number, index: number): Article {
  const lot = lots(seed, 'article', index)
  const type = typeAt(index)
  const stocked = ![2, 5, 8].includes(index % 10)
  const price = cents(type === 'commentaire' ? 0 : 90 + lot.below(48_000))
  const rate = index % 12 === 4 ? '5.50' : index % 12 === 9 ? '10.00' : '20.00'
  const stock = index % 16 === 0 ? `${lot.below(400)}.5` : String(lot.below(400))
  const picture = pictureAt(index)
  const created = madeAt(index)
  return {
    ...BLANK_ARTICLE,
    id: String(index + 1),
    code: `ART${String(index + 1).padStart(5, '0')}`,
    creeLe: created,
    modifieLe: created,
    libelle: `${lot.pick(type === 'service' ? SERVICES : GOODS)} n° ${index + 1}`,
    description: index % 4 === 0 ? 'Qualité "pro", garantie 2 ans ; existe en 3 coloris.' : null,
    famille: type === 'service' ? 'Services' : 'Négoce',
    unite: type === 'service' ? 'h' : index % 16 === 0 ? 'm2' : 'u',
    typeArticle: type,
    gereEnStock: stocked,
    stockReel: stocked ? stock : null,
    stockDisponible: stocked ? stock : null,
    prixVenteHT: amount(price),
    prixVenteTTC: amount(plus(price, percent(price, rate))),
    prixAchat: type === 'bien' ? amount(cents(price.units / 2n)) : null,
    tauxTVA: rate,
    codeBarres: type === 'bien' ? `20${String(index + 1).padStart(11, '0')}` : null,
    actif: index % 10 !== 7,
    imageEtag: picture ? etagOf(picture) : null,
  }
}

function typeAt(index: number): Article['typeArticle'] {
  if (index % 100 === 8) return 'commentaire'
  if (index % 50 === 1) return 'composé'
  return index % 10 === 2 || index % 10 === 5 ? 'service' : 'bien'
}
