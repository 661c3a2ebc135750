import { randomBytes, randomUUID } from 'node:crypto'
import { clockOf } from '@/lib/auth/clock'
import type { Told } from '@/lib/auth/lifecycle'
import type { Context } from '@/lib/model/context'
import { database, inTenant, type Database } from '@/lib/store/db'
import { installAt, registerInstall, saveInstallSecret, type Installation } from '@/lib/store/tenants'
import type { Desk } from './desk'
import { leaveHouse } from './uninstall'

/** What the CRM keeps of an installation. */
export interface InstalledHere {
  readonly installKey: string
  /** For a CRM whose server signs for this one installation; made anew at every install. */
  readonly secret: string
}

interface At {
  readonly db: Database
  readonly now: () => number
  readonly way?: NonNullable<Desk['way']>
}

/** An organisation installed us (again), or left: then everything stops, as if its administrator had pressed the button. */
export async function applyLifecycle(told: Told, emit: Context['emit'], at?: At): Promise<InstalledHere | null> {
  const db = at?.db ?? (await database())
  const now = at?.now ?? clockOf(db)
  if (told.event === 'install') return installed(told, db, now)
  const known = await installAt(db, told.crm, told.crmTenant)
  if (known?.status === 'active')
    await leaveHouse({ ...deskAt(known, db, now, emit), ...(at?.way && { way: at.way }) }, 'keep')
  return null
}

async function installed(told: Told, db: Database, now: () => number): Promise<InstalledHere> {
  const { tenant, id, installKey } = await registerInstall(db, {
    ...{ vendor: told.crm, crmTenantId: told.crmTenant, name: told.tenantName ?? told.crmTenant },
    ...{ origins: [told.origin], locale: told.locale, at: now() },
    ...{ newTenant: randomUUID(), newId: randomUUID(), newKey: randomBytes(18).toString('base64url') },
  })
  const secret = randomBytes(32).toString('base64url')
  await inTenant({ db, tenant }, (tx) => saveInstallSecret(tx, { tenant, now, newId: randomUUID }, id, secret))
  return { installKey, secret }
}

const deskAt = ({ tenant, id }: Installation, db: Database, now: () => number, emit: Context['emit']): Desk => ({
  ...{ db, tenant, installation: id, role: 'house', now, newId: randomUUID, emit },
  actor: { kind: 'schedule' },
})
