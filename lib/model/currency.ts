/** ISO 4217: how many decimals an amount of this currency has; two where we do not know the currency. */
export function exponentOf(currency: string | null | undefined): number {
  const code = (currency ?? '').trim().toUpperCase()
  if (NONE.has(code)) return 0
  return THREE.has(code) ? 3 : 2
}

const NONE = new Set('BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF'.split(' '))
const THREE = new Set('BHD IQD JOD KWD LYD OMR TND'.split(' '))
