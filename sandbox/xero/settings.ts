import { ACCOUNTS } from './money'
import { TAX } from './lines'
import type { Organisation } from './organisation'
import { accountId } from './show'
import type { Wire } from './show'

/** Lists of the organisation's own settings, which callers only read. */
export const SETTINGS: Readonly<
  Record<string, { readonly name: string; readonly rows: (org: Organisation) => readonly Wire[] }>
> = {
  Organisation: {
    name: 'Organisations',
    rows: ({ content }) => [
      {
        OrganisationID: content.id,
        Name: content.name,
        LegalName: content.name,
        PaysTax: true,
        Version: content.country === 'GB' ? 'UK' : 'US',
        OrganisationType: 'COMPANY',
        BaseCurrency: content.currency,
        CountryCode: content.country,
        IsDemoCompany: content.isDemo,
        OrganisationStatus: 'ACTIVE',
        FinancialYearEndDay: 31,
        FinancialYearEndMonth: 12,
        Timezone: 'UTC',
        OrganisationEntityType: 'COMPANY',
        ShortCode: `!${content.id.slice(0, 5)}`,
        Class: content.isDemo ? 'DEMO' : 'PREMIUM',
        Edition: 'BUSINESS',
      },
    ],
  },
  Accounts: {
    name: 'Accounts',
    rows: () =>
      ACCOUNTS.map((account) => ({
        AccountID: accountId(account.Code),
        ...account,
        Status: 'ACTIVE',
        HasAttachments: false,
      })),
  },
  TaxRates: {
    name: 'TaxRates',
    rows: () =>
      Object.entries(TAX).map(([TaxType, { name, rate }]) => ({
        Name: name,
        TaxType,
        Status: 'ACTIVE',
        EffectiveRate: rate,
        DisplayTaxRate: rate,
        TaxComponents: [{ Name: 'VAT', Rate: rate, IsCompound: false, IsNonRecoverable: false }],
      })),
  },
  Currencies: {
    name: 'Currencies',
    rows: ({ content, tables }) => {
      const used = new Set([content.currency, ...[...tables.invoices.all()].map(({ CurrencyCode }) => CurrencyCode)])
      return [...used].map((Code) => ({ Code, Description: Code }))
    },
  },
}
