import type { IncomingMessage } from 'node:http'

/** The whole body of a message, or a failure when it is larger than it may be. */
export function readText(message: IncomingMessage, most: number): Promise<string> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = []
    let size = 0
    message.on('data', (chunk: Buffer) => {
      size += chunk.length
      if (size <= most) chunks.push(chunk)
      else reject(new Error(`The message is larger than ${most} bytes`))
    })
    message.on('error', reject)
    message.on('end', () => resolve(Buffer.concat(chunks).toString('utf8')))
  })
}
