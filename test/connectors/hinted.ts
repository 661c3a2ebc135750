import { expect, test } from 'vitest'
import type { WebhookCall } from '@/lib/model/connector'
import type { Bench } from './stage'

/** The part of the suite for vendors that call us: only what they can prove is believed, and nothing makes us fall over. */
export function hinted(start: () => Promise<Bench>): void {
  test('a webhook that the vendor proves is a hint, the same one twice is told apart by its key', async () => {
    const { receive, call, key } = await delivered(start)
    const received = receive(call, [key])
    expect(received).toMatchObject({ kind: 'hints' })
    expect(received.kind === 'hints' && received.hints.length > 0).toBe(true)
    expect(receive(call, [key])).toEqual(received)
  })

  test('while a key is changed, the old one still proves', async () => {
    const { receive, call, key } = await delivered(start)
    expect(receive(call, ['the newer key', key])).toMatchObject({ kind: 'hints' })
  })

  test('a forged webhook is rejected, whatever is missing or wrong in it', async () => {
    const { receive, call, key } = await delivered(start)
    expect(receive(call, ['another key'])).toEqual({ kind: 'rejected' })
    expect(receive(call, [])).toEqual({ kind: 'rejected' })
    expect(receive({ ...call, headers: {} }, [key])).toEqual({ kind: 'rejected' })
    const bent = Object.fromEntries(Object.entries(call.headers).map(([name, value]) => [name, `${value}x`]))
    expect(receive({ ...call, headers: bent }, [key])).toEqual({ kind: 'rejected' })
  })

  test('a body of any shape does not make us fall over', async () => {
    const { receive, call, key } = await delivered(start)
    for (const text of ['', '{', 'null', '[]', '[1]', '{"a":{"b":[null]}}', '\u0000\u00ff']) {
      expect(['rejected', 'hints', 'confirm']).toContain(receive({ ...call, body: Buffer.from(text) }, [key]).kind)
    }
  })
}

async function delivered(start: () => Promise<Bench>) {
  const { connector, webhook } = await start()
  if (!webhook || !connector.receive) throw new Error('the bench shows no webhook of this vendor')
  const { call, key }: { call: WebhookCall; key: string } = await webhook()
  return { receive: connector.receive, call, key }
}
