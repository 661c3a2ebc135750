/**
 * Where the app finds simulated vendors, and who it is to them: A_VENDOR_BASE_URL and, with OAuth, A_VENDOR_AUTH_URL and client.
 * @param {{ id: string, url: string, base: string, client: { id: string, secret: string } | null }[]} vendors
 * @returns {Record<string, string>}
 */
export function vendorEnvironment(vendors) {
  return Object.fromEntries(vendors.flatMap(variablesOf))
}

/** @param {{ id: string, url: string, base: string, client: { id: string, secret: string } | null }} vendor */
function variablesOf({ id, url, base, client }) {
  const prefix = id.toUpperCase().replaceAll('-', '_')
  const own = [[`${prefix}_BASE_URL`, `${url}${base}`]]
  if (client === null) return own
  return [
    ...own,
    [`${prefix}_AUTH_URL`, url],
    [`${prefix}_CLIENT_ID`, client.id],
    [`${prefix}_CLIENT_SECRET`, client.secret],
  ]
}
