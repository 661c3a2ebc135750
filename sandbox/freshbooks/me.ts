import { json } from '../kit/server'
import type { Answer } from '../kit/server'
import type { Account } from './account'
import type { Doc } from './records'

/** Who consented, and the businesses that are theirs; one of them keeps no accounts. */
export function me(accounts: ReadonlyMap<string, Account>, names: ReadonlyMap<string, string>): Answer {
  const businesses = [...accounts.keys()].map((id, at) => membership(77128 + at, names.get(id) ?? id, id))
  return json(200, {
    response: {
      id: 712052,
      identity_id: 712052,
      identity_uuid: '5f0a7c1e-1d2b-4c3d-8e4f-000000000001',
      first_name: 'Ana',
      last_name: 'Moreau',
      email: 'ana@example.test',
      language: 'en',
      created_at: '2020-01-01T00:00:00Z',
      timezone: 'US/Eastern',
      setup_complete: true,
      roles: [...accounts.keys()].map((id, at) => ({
        id: at + 1,
        role: 'admin',
        systemid: 1,
        userid: 1,
        accountid: id,
      })),
      groups: [],
      subscription_statuses: Object.fromEntries([...accounts.keys()].map((id) => [id, 'active_trial'])),
      phone_numbers: [],
      addresses: [],
      profession: null,
      links: {},
      permissions: {},
      business_memberships: [...businesses, membership(77999, 'Time only', null)],
    },
  })
}

const membership = (id: number, name: string, account: string | null): Doc => ({
  id: id + 1,
  role: 'owner',
  unacknowledged_change: false,
  fasttrack_token: '',
  business: {
    id,
    business_uuid: `a1b2c3d4-0000-4000-8000-0000000${id}`,
    name,
    account_id: account,
    timezone: 'US/Eastern',
    date_format: 'mm/dd/yyyy',
    number_format: '1,234.56',
    status: 'active',
    active: true,
    billing_country_code: 'US',
    address: null,
    phone_number: null,
    business_clients: [],
  },
})
