import { createServer } from 'node:net'
import type { Settings } from '@baton/runtime'
import { StartRefused } from '@baton/runtime'

/** @throws StartRefused when Baton could not listen on the address of its settings */
export async function refuseTakenPort({ HOST, PORT }: Pick<Settings, 'HOST' | 'PORT'>): Promise<void> {
  const code = await new Promise<string | undefined>((resolve) => {
    const probe = createServer()
    probe.once('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message))
    probe.listen(PORT, HOST, () => probe.close(() => resolve(undefined)))
  })
  if (code === undefined) return
  const another = `Choose another one, for example: PORT=${PORT > 60_000 ? 3000 : PORT + 1} npm start`
  if (code === 'EADDRINUSE') {
    throw new StartRefused(`Port ${PORT} is taken by another program, perhaps by another Baton. ${another}`)
  }
  if (code === 'EACCES') throw new StartRefused(`There is no permission to listen on port ${PORT}. ${another}`)
  throw new StartRefused(
    `Baton cannot listen on ${HOST} (${code}). Set HOST to an address of this machine, such as 127.0.0.1.`,
  )
}
