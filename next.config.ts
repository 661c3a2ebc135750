import type { NextConfig } from 'next'

const everywhere = {
  'Strict-Transport-Security': 'max-age=63072000; includeSubDomains',
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'same-origin',
  'Permissions-Policy': 'camera=(), microphone=(), geolocation=()',
}

const config: NextConfig = {
  poweredByHeader: false,
  reactStrictMode: true,
  serverExternalPackages: ['@electric-sql/pglite'],
  headers: () =>
    Promise.resolve([
      { source: '/:path*', headers: Object.entries(everywhere).map(([key, value]) => ({ key, value })) },
    ]),
}

export default config
