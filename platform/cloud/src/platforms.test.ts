import { expect, test } from 'vitest'
import { requireSupported } from './platforms.ts'
import { stages } from './stages.ts'

test('no template is made for a platform that is retired or about to be', () => {
  const stage = { ...stages[0]!, platform: { ...stages[0]!.platform, retires: '2027-04-30' } }
  expect(() => requireSupported(stage, new Date('2027-05-02'))).toThrow(/staging.*has been retired since 2027-04-30/)
  expect(() => requireSupported(stage, new Date('2027-04-01'))).toThrow(/retires in 29 days.*next branch/)
  expect(() => requireSupported(stage, new Date('2026-11-23'))).not.toThrow()
})
