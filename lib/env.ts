import { z } from 'zod'

const milliseconds = (fallback: number) => z.coerce.number().int().positive().default(fallback)

const keyRing = z.string().transform((text, context) => {
  const keys = text.split(',').map((entry) => {
    const [kid = '', base64 = ''] = entry.trim().split(/:(.*)/s)
    return { kid, key: Buffer.from(base64, 'base64') }
  })
  const wrong = keys.some(({ kid, key }) => !/^[\w-]+$/.test(kid) || key.length !== 32)
  if (!wrong) return keys
  context.addIssue({ code: 'custom', message: 'must be "kid:base64 of 32 bytes", several separated by commas' })
  return z.NEVER
})

const jwks = z.string().transform((text, context) => {
  try {
    return z.object({ keys: z.array(z.record(z.string(), z.unknown())) }).parse(JSON.parse(text))
  } catch (error) {
    context.addIssue({ code: 'custom', message: `must be a JSON key set (${String(error)})` })
    return z.NEVER
  }
})

const schema = z.object({
  NODE_ENV: z.enum(['development', 'test', 'production']).default('development'),
  DATABASE_URL: z.string().optional(),
  DATABASE_DRIVER: z.enum(['pglite', 'node-postgres', 'neon']).optional(),
  /** Where PGlite and other local state live when DATABASE_URL is unset. */
  DATA_DIR: z.string().default('.data'),
  /** Public base URL of the app. */
  NEXTAUTH_URL: z.url(),
  NEXTAUTH_SECRET: z.string().min(32, 'must have at least 32 characters'),
  /** Keys that seal vendors' secrets; the first one is active. */
  CRED_KEYS: keyRing,
  /** Without these three the embedded executor runs the jobs. */
  INNGEST_EVENT_KEY: z.string().optional(),
  INNGEST_SIGNING_KEY: z.string().optional(),
  INNGEST_BASE_URL: z.url().optional(),
  /** Public keys (JWKS) of hosts that use the generic signed launch. */
  LAUNCH_KEYS: jwks.optional(),
  /** Where this process listens; Next says so itself. The embedded executor calls the app there. */
  PORT: z.coerce.number().int().positive().default(3000),
  /** Simulators and development: vendors may live on plain http and private addresses. */
  ALLOW_PRIVATE_ADDRESSES: z.enum(['0', '1']).default('0'),
  /** smtp:// or smtps:// with user and password where the server wants them. Without it mail waits. */
  SMTP_URL: z.url({ protocol: /^smtps?$/ }).optional(),
  /** Sender of all mail, e.g. "Concord <alerts@concord.example>". */
  MAIL_FROM: z
    .string()
    .regex(/^[^\r\n]+@[^\r\n]+$/, 'must be an address')
    .optional(),
  /** Signs mail: domain, selector and private key (PEM) as published in DNS; all three or none. */
  DKIM_DOMAIN: z.string().optional(),
  DKIM_SELECTOR: z.string().optional(),
  DKIM_KEY: z.string().optional(),
  LEASE_MS: milliseconds(60_000),
  REQUEST_TIMEOUT_MS: milliseconds(30_000),
  STEP_MS: milliseconds(20_000),
})
export type Env = z.infer<typeof schema>
export type SealingKey = Env['CRED_KEYS'][number]

let parsed: Env | undefined

/** The environment, parsed once. Throws one sentence that names each wrong variable. */
export function env(): Env {
  parsed ??= parseEnv(process.env)
  return parsed
}

/** An empty variable counts as absent, because `.env` files list what they leave out. */
export function parseEnv(source: Readonly<Record<string, string | undefined>>): Env {
  const given = Object.fromEntries(Object.entries(source).filter(([, value]) => value !== ''))
  const result = schema.safeParse(given)
  if (result.success) return result.data
  const wrong = result.error.issues.map((issue) => {
    const name = issue.path.join('.')
    return given[name] === undefined ? `${name} is missing` : `${name}: ${issue.message}`
  })
  throw new Error(`The environment is not complete. ${wrong.join('; ')}.`)
}

/** Sentences for whoever operates an installation that cannot send mail. */
export const mailWarnings = ({ NODE_ENV, SMTP_URL, MAIL_FROM }: Pick<Env, 'NODE_ENV' | 'SMTP_URL' | 'MAIL_FROM'>) =>
  NODE_ENV !== 'production' || (SMTP_URL && MAIL_FROM)
    ? []
    : ['SMTP_URL and MAIL_FROM are not both set: alerts wait in the database and nobody gets mail.']

/** Where a vendor lives when the environment says so (simulators, regional hosts): A_VENDOR_BASE_URL for 'a-vendor'. */
export function vendorBaseUrl(vendor: string): string | null {
  return process.env[`${vendorPrefix(vendor)}_BASE_URL`] || null
}

/** Where a vendor's consent and tokens live when the environment says so (simulators): A_VENDOR_AUTH_URL, an origin. */
export function vendorAuthUrl(vendor: string): string | null {
  return process.env[`${vendorPrefix(vendor)}_AUTH_URL`] || null
}

/** Who we are to a vendor with OAuth: A_VENDOR_CLIENT_ID and A_VENDOR_CLIENT_SECRET; null while it is not registered. */
export function vendorClient(vendor: string): { readonly id: string; readonly secret: string } | null {
  const id = process.env[`${vendorPrefix(vendor)}_CLIENT_ID`]
  return id ? { id, secret: process.env[`${vendorPrefix(vendor)}_CLIENT_SECRET`] ?? '' } : null
}

/** Keys that a vendor signs webhooks with, newest first: A_VENDOR_WEBHOOK_KEYS, separated by commas. */
export function vendorWebhookKeys(vendor: string): readonly string[] {
  const listed = process.env[`${vendorPrefix(vendor)}_WEBHOOK_KEYS`] ?? ''
  return listed.split(',').flatMap((key) => key.trim() || [])
}

/** What we share with a CRM's marketplace to know its launches, newest first: A_VENDOR_LAUNCH_SECRETS, separated by commas. */
export function vendorLaunchSecrets(vendor: string): readonly string[] {
  const listed = process.env[`${vendorPrefix(vendor)}_LAUNCH_SECRETS`] ?? ''
  return listed.split(',').flatMap((key) => key.trim() || [])
}

/** Further origins whose pages may frame us for a CRM: A_VENDOR_FRAME_ORIGINS, separated by commas (simulators, hosts of one's own). */
export function vendorFrameOrigins(vendor: string): readonly string[] {
  const listed = process.env[`${vendorPrefix(vendor)}_FRAME_ORIGINS`] ?? ''
  return listed.split(',').flatMap((origin) => origin.trim() || [])
}

const vendorPrefix = (vendor: string): string => vendor.toUpperCase().replaceAll('-', '_')
