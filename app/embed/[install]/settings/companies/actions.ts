'use server'

import { redirect } from 'next/navigation'
import { addCompany } from '@/lib/service/add-company'
import { saveBelongs } from '@/lib/service/save-belongs'
import type { Answer } from '../../../../_ui/answer'
import { companyPaths } from '../../../company-path'
import { hear } from '../../../reply'
import { saveAndSee, typedJson } from '../../setup/save-and-see'

/** Leads on to the new company's own set-up. `company` is null where it has keys or a sign-in of its own. */
export async function add(install: string, company: string | null): Promise<Answer> {
  const heard = await hear(install, addCompany, { company })
  if (!heard.ok) return heard
  redirect(companyPaths(install, { integration: heard.value.integration, isDefault: false }).setup())
}

export async function keepBelongs(install: string, _before: Answer | null, form: FormData): Promise<Answer> {
  return saveAndSee(install, saveBelongs, typedJson(form))
}
