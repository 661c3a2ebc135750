import { json } from '../kit/server'
import type { Answer } from '../kit/server'
import type { Doc } from './records'

/** Why a call, or one item of a batch, was refused. */
export interface Fault {
  readonly code: string
  readonly message: string
  readonly detail: string
  readonly element: string
  readonly type: 'ValidationFault' | 'SystemFault' | 'AuthenticationFault' | 'AuthorizationFault'
  readonly status: number
}

export type Result<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly fault: Fault }

export const done = <T>(value: T): Result<T> => ({ ok: true, value })

export function refuse(code: string, message: string, detail = message, element = ''): { ok: false; fault: Fault } {
  return { ok: false, fault: { code, message, detail, element, type: 'ValidationFault', status: 400 } }
}

export const faultOf = ({ code, message, detail, element, type }: Fault): Doc => ({
  Fault: { Error: [{ Message: message, Detail: detail, code, element }], type },
})

export const faultAnswer = (fault: Fault, time: string): Answer => json(fault.status, { ...faultOf(fault), time })

export const missing = (name: string, id: string) =>
  refuse(
    '610',
    'Object Not Found',
    `Object Not Found : Something you're trying to use has been made inactive. ${name} ${id}`,
  )

export const stale = () =>
  refuse(
    '5010',
    'Stale Object Error',
    'Stale Object Error : You and another user were working on this at the same time. Your changes were not saved.',
  )

export const required = (element: string) =>
  refuse(
    '2020',
    'Required param missing, need to supply the required value for the API',
    `Required parameter ${element} is missing in the request`,
    element,
  )

/** The gateway in front of the service has a shape of its own, in lower case. */
export function gatewayRefusal(now: number, reason: 'expired' | 'unknown'): Answer {
  const detail = reason === 'expired' ? 'Token expired: the access token has expired' : 'Token revoked or unknown'
  return json(401, {
    warnings: null,
    intuitObject: null,
    fault: {
      error: [
        {
          message: 'message=AuthenticationFailed; errorCode=003200; statusCode=401',
          detail,
          code: '3200',
          element: null,
        },
      ],
      type: 'AUTHENTICATION',
    },
    report: null,
    queryResponse: null,
    batchItemResponse: [],
    attachableResponse: [],
    syncErrorResponse: null,
    requestId: null,
    time: now,
    status: null,
    cdcresponse: [],
  })
}

export const forbidden = (now: string): Answer =>
  json(403, {
    Fault: {
      Error: [
        {
          Message: 'message=ApplicationAuthorizationFailed; errorCode=003100; statusCode=403',
          Detail: 'The application is not authorised for this company',
          code: '3100',
          element: '',
        },
      ],
      type: 'AuthorizationFault',
    },
    time: now,
  })

/** A throttle answers XML, whatever was asked for. */
export const throttled = (time: string): Answer => ({
  status: 429,
  headers: { 'content-type': 'application/xml' },
  body:
    `<?xml version="1.0" encoding="UTF-8" standalone="yes"?><IntuitResponse time="${time}" ` +
    'xmlns="http://schema.intuit.com/finance/v3"><Fault type="SERVICE"><Error code="3001">' +
    '<Message>message=ThrottleExceeded; errorCode=003001; statusCode=429</Message>' +
    '<Detail>The request limit was reached</Detail></Error></Fault></IntuitResponse>',
})
