import { connect } from 'node:net'
import { WebSocketServer, createWebSocketStream } from 'ws'

/** What Neon's own proxy does for its driver: a WebSocket in front of PostgreSQL's wire protocol. */
export async function startNeonProxy(port: number): Promise<{ address: string; stop(): Promise<void> }> {
  const server = new WebSocketServer({ host: '127.0.0.1', port: 0 })
  await new Promise((resolve) => server.once('listening', resolve))
  server.on('connection', (socket) => {
    const wire = createWebSocketStream(socket)
    const database = connect(port, '127.0.0.1')
    wire.pipe(database).pipe(wire)
    wire.on('error', () => database.destroy())
    database.on('error', () => wire.destroy())
  })
  const address = server.address()
  if (typeof address === 'string') throw new Error('no port')
  return {
    address: `127.0.0.1:${address?.port}`,
    stop: () => {
      for (const client of server.clients) client.terminate()
      return new Promise((resolve) => server.close(() => resolve()))
    },
  }
}
