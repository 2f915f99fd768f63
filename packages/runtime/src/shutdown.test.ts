import { expect, test } from 'vitest'
import { silentLog } from './log.ts'
import { createShutdown } from './shutdown.ts'

test('what was started last is stopped first, one after the other', async () => {
  const stopped: string[] = []
  const shutdown = createShutdown({ log: silentLog })
  shutdown.add('database', () => stopped.push('database'))
  shutdown.add('server', async () => {
    await Promise.resolve()
    stopped.push('server')
  })
  await Promise.all([shutdown.run(), shutdown.run()])
  expect(stopped).toEqual(['server', 'database'])
})

test('a part that cannot be stopped does not keep the others running', async () => {
  const stopped: string[] = []
  const shutdown = createShutdown({ log: silentLog })
  shutdown.add('database', () => stopped.push('database'))
  shutdown.add('server', () => Promise.reject(new Error('stuck')))
  await shutdown.run()
  expect(stopped).toEqual(['database'])
})
