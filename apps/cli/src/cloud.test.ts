import { describe, expect, test } from 'vitest'
import type { Io } from './io.ts'
import { run } from './program.ts'

async function baton(...words: string[]) {
  let out = ''
  let told = ''
  const io: Io = {
    write: (text) => void (out += text),
    tell: (text) => void (told += text),
    environment: {},
    homeFolder: '/nowhere',
    hostName: 'test',
    canAsk: () => false,
    ask: () => Promise.reject(new Error('Nobody is there to be asked.')),
    readInput: async () => '',
    fetch: globalThis.fetch,
  }
  return { exitCode: await run(words, io), out, told }
}

describe('baton cloud', () => {
  test('refuses a stage that does not exist and names those that do', async () => {
    const { exitCode, out, told } = await baton('cloud', 'cost', 'nowhere')
    expect({ exitCode, out }).toEqual({ exitCode: 4, out: '' })
    expect(told).toMatch(/no stage “nowhere”.*staging, production/)
  })

  test('refuses a verb that does not exist and names those that do', async () => {
    expect(await baton('cloud', 'fly')).toMatchObject({ exitCode: 4, told: expect.stringMatching(/plan.*cost.*“fly”/) })
  })
})
