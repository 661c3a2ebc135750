'use server'

import { approve } from '@/lib/service/approve'
import { pause } from '@/lib/service/pause'
import { reject } from '@/lib/service/reject'
import { resume } from '@/lib/service/resume'
import { runNow } from '@/lib/service/run-now'
import type { Answer } from '../../_ui/answer'
import { reply, saying } from '../reply'

export async function pauseAll(install: string): Promise<Answer> {
  return reply(install, pause, {}, (t) => saying(t.status.pauseDone))
}

export async function resumeAll(install: string): Promise<Answer> {
  return reply(install, resume, {}, (t) => saying(t.status.resumeDone))
}

export async function synchroniseNow(install: string): Promise<Answer> {
  return reply(install, runNow, {}, (t) => saying(t.status.asked))
}

export async function approvePlan(install: string, run: string): Promise<Answer> {
  return reply(install, approve, { run }, (t) => saying(t.held.approved))
}

export async function rejectPlan(install: string, run: string): Promise<Answer> {
  return reply(install, reject, { run }, (t) => saying(t.held.rejected))
}
