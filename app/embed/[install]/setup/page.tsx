import { redirect } from 'next/navigation'
import { setup } from '@/lib/service/setup'
import { enter } from '../../enter'

/** Goes to the first question without an answer. */
export default async function SetupPage({ params }: { params: Promise<{ install: string }> }) {
  const visit = await enter((await params).install)
  if (visit === null) return null
  const { step } = await setup(visit.seat)
  redirect(step === 'done' ? visit.paths.settings : visit.paths.setup(step))
}
