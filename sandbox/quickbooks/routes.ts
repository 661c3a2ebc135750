import { json } from '../kit/server'
import type { Answer, Request } from '../kit/server'
import { batch } from './batch'
import { changesSince } from './cdc'
import type { Company } from './company'
import { shown, stamp } from './company'
import { done, faultAnswer, missing, refuse } from './fault'
import type { Result } from './fault'
import { isObject, kindOf } from './records'
import type { Doc } from './records'
import { runQuery } from './select'
import { write } from './writes'

const LONGEST_ID = 50
const LONGEST_BATCH_ID = 36

/** `/v3/company/{id}/…` after the door: what the accounting service answers. */
export function route(from: Company, path: readonly string[], request: Request, now: number): Answer {
  const time = stamp(from, now)
  const [name = '', id, ...rest] = path
  if (from.standing.ended) return faultAnswer(ENDED, time)
  if (rest.length > 0) return faultAnswer(refuse('500', 'Unsupported Operation', 'No such address').fault, time)
  const answer = request.method === 'GET' ? read(from, name, id, request, now) : written(from, name, request, now)
  return answer.ok ? json(200, { ...answer.value, time }) : faultAnswer(answer.fault, time)
}

const ENDED = refuse(
  '6190',
  'Invalid Company Status',
  'Subscription period has ended or canceled or there was a billing problem : You cannot add data to QuickBooks Online Plus because your trial or subscription period ended',
).fault

function read(from: Company, name: string, id: string | undefined, request: Request, now: number): Result<Doc> {
  if (name === 'query') return wrapped(runQuery(from, request.query.get('query') ?? ''))
  if (name === 'cdc') {
    const found = changesSince(from, request.query, now)
    return found.ok ? done({ CDCResponse: [{ QueryResponse: found.value }] }) : found
  }
  if (name === 'companyinfo')
    return id === from.settings.id ? done({ CompanyInfo: infoOf(from) }) : missing('CompanyInfo', id ?? '')
  if (name === 'preferences') return done({ Preferences: preferencesOf(from) })
  const kind = kindOf(name)
  if (!kind || id === undefined) return refuse('500', 'Unsupported Operation', `No such address: ${name}`)
  const row = from.get(kind, id)
  return row ? done({ [kind]: shown(from, row) }) : missing(kind, id)
}

const wrapped = (found: Result<Doc>): Result<Doc> => (found.ok ? done({ QueryResponse: found.value }) : found)

/** The same requestid again: the first answer again, whatever the body says now. */
function written(from: Company, name: string, request: Request, now: number): Result<Doc> {
  if (request.method !== 'POST')
    return refuse('500', 'Unsupported Operation', `Method ${request.method} is not supported.`)
  if (name === 'query') return wrapped(runQuery(from, new TextDecoder().decode(request.body)))
  const requestId = request.query.get('requestid')
  const longest = name === 'batch' ? LONGEST_BATCH_ID : LONGEST_ID
  if (requestId !== null && requestId.length > longest)
    return refuse('2050', 'requestid is too long', `A requestid has up to ${longest} characters here`, 'requestid')
  const known = requestId === null ? undefined : from.replays.get(requestId)
  if (known !== undefined) return done(docOf(known))
  const answer = carried(from, name, request, requestId !== null, now)
  if (answer.ok && requestId !== null) from.replays.set(requestId, JSON.stringify(answer.value))
  return answer
}

function carried(from: Company, name: string, request: Request, hasId: boolean, now: number): Result<Doc> {
  const body = bodyOf(request)
  if (!body) return refuse('2010', 'Request has invalid or unsupported property', 'The body is no JSON object')
  if (name === 'batch') {
    const items = batch(from, body, hasId, now)
    return items.ok ? done({ BatchItemResponse: items.value }) : items
  }
  const kind = kindOf(name)
  if (!kind) return refuse('500', 'Unsupported Operation', `No such address: ${name}`)
  const include = (request.query.get('include') ?? '').toLowerCase().split(',')
  const result = write(from, kind, body, { operation: request.query.get('operation'), include }, now)
  return result.ok ? done({ [kind]: result.value }) : result
}

function bodyOf(request: Request): Doc | null {
  try {
    return docOf(new TextDecoder().decode(request.body))
  } catch (error) {
    if (error instanceof SyntaxError) return null
    throw error
  }
}

function docOf(text: string): Doc {
  const read: unknown = JSON.parse(text)
  if (!isObject(read)) throw new SyntaxError('no object')
  return read
}

const infoOf = (from: Company): Doc => ({
  CompanyName: from.settings.name,
  LegalName: from.settings.name,
  Country: from.settings.country,
  FiscalYearStartMonth: 'January',
  SupportedLanguages: 'en',
  Id: '1',
  SyncToken: '4',
  domain: 'QBO',
  sparse: false,
  MetaData: { CreateTime: '2020-01-01T00:00:00-08:00', LastUpdatedTime: '2026-01-01T00:00:00-08:00' },
})

const preferencesOf = (from: Company): Doc => ({
  CurrencyPrefs: {
    MultiCurrencyEnabled: from.settings.multiCurrency,
    HomeCurrency: { value: from.settings.homeCurrency },
  },
  SalesFormsPrefs: { CustomTxnNumbers: false, AllowDiscount: true, DefaultCustomerMessage: '' },
  TaxPrefs: { UsingSalesTax: true },
  Id: '1',
  SyncToken: '2',
  domain: 'QBO',
  sparse: false,
})
