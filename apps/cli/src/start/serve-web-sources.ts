import path from 'node:path'
import { commandLine, createShutdown, silentLog } from '@baton/runtime'
import { createServer } from 'vite'
import { root } from './places.ts'

// Serves the web app from its sources: host and port to listen on, and the address of the API.
const [host, port, api] = commandLine

const server = await createServer({
  root: path.join(root, 'apps/web'),
  clearScreen: false,
  server: { host, port: Number(port), strictPort: true, proxy: { '/api': { target: api } } },
})
await server.listen()

const shutdown = createShutdown({ log: silentLog })
shutdown.add('server', () => server.close())
shutdown.listen()
