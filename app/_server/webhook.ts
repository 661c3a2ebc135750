import { emit } from '@/inngest/client'
import { receive } from '@/lib/service/receive'

const largest = 1024 * 1024
const statuses = { unknown: 404, rejected: 401, taken: 200, later: 503 } as const

/** The vendor's very bytes, of a bearable size; the answer is a status and nothing else. */
export async function takeWebhook(vendor: string, request: Request): Promise<number> {
  const body = await bytesUpTo(request, largest)
  if (body === null) return 413
  const headers = Object.fromEntries(request.headers)
  const token = new URL(request.url).searchParams.get('to')
  return statuses[await receive(vendor, token, { headers, body }, emit)]
}

async function bytesUpTo(request: Request, most: number): Promise<Uint8Array | null> {
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of request.body ?? []) {
    size += chunk.byteLength
    if (size > most) return null
    chunks.push(chunk)
  }
  return new Uint8Array(Buffer.concat(chunks, size))
}
