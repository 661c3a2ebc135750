/**
 * Where the app finds simulated vendors, and who it is to them: A_VENDOR_BASE_URL and, with OAuth, A_VENDOR_AUTH_URL and client.
 * @param {{ id: string, url: string, base: string, client: { id: string, secret: string } | null }[]} vendors
 * @returns {Record<string, string>}
 */
export function vendorEnvironment(vendors) {
  return Object.fromEntries(vendors.flatMap(variablesOf))
}

/** @param {string} id */
const prefixOf = (id) => id.toUpperCase().replaceAll('-', '_')

/**
 * Which pages frame the app although they are not at a CRM's own address: A_VENDOR_FRAME_ORIGINS.
 * @param {string} crm
 * @param {string} origin
 * @returns {Record<string, string>}
 */
export const frameEnvironment = (crm, origin) => ({ [`${prefixOf(crm)}_FRAME_ORIGINS`]: origin })

/** @param {{ id: string, url: string, base: string, client: { id: string, secret: string } | null }} vendor */
function variablesOf({ id, url, base, client }) {
  const prefix = prefixOf(id)
  const own = [[`${prefix}_BASE_URL`, `${url}${base}`]]
  if (client === null) return own
  return [
    ...own,
    [`${prefix}_AUTH_URL`, url],
    [`${prefix}_CLIENT_ID`, client.id],
    [`${prefix}_CLIENT_SECRET`, client.secret],
  ]
}
