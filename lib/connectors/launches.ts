import { makeSend } from '@/lib/http/send'
import type { SendOptions } from '@/lib/http/send'
import type { Send } from '@/lib/model/connector'
import type { LaunchDoor } from '@/lib/model/launch'
import { freshsalesLaunch } from './freshsales/launch'
import { sageSalesLaunch } from './sage-sales/launch'
import { salesforceLaunch } from './salesforce/launch'

/** One import and one entry per CRM: how it proves who opens us. */
export const launches: Readonly<Record<string, LaunchDoor>> = {
  'sage-sales': sageSalesLaunch,
  freshsales: freshsalesLaunch,
  salesforce: salesforceLaunch,
}

type Way = Pick<SendOptions, 'timeoutMs' | 'allowPrivate' | 'now' | 'sleep' | 'fetch'>

/** How a CRM is asked about a launch: few at once, apart from the pace of its records. */
export const makeLaunchSend = (way: Way): Send => makeSend({ key: 'launch', limits: { rates: [], atOnce: 8 }, ...way })
