import { describe, expect, test } from 'vitest'
import { rotate, type Rotation, type RotationStep } from './rotate-password.ts'

/** A secret and a database that remember; the database takes some asking before it has settled. */
function world({ settlesAfter = 2 } = {}) {
  const versions: Record<string, { text?: string; stages: string[] }> = {
    old: { text: JSON.stringify({ username: 'baton', password: 'first', host: 'h' }), stages: ['AWSCURRENT'] },
    new: { stages: ['AWSPENDING'] },
  }
  const state = { password: 'first', asked: 0 }
  const rotation: Rotation = {
    secrets: {
      read: async (_, { stage, version }) =>
        version ? versions[version]?.text : Object.values(versions).find((each) => each.stages.includes(stage))?.text,
      write: async (_, version, text) => void (versions[version] = { text, stages: ['AWSPENDING'] }),
      stages: async () => Object.fromEntries(Object.entries(versions).map(([id, { stages }]) => [id, stages])),
      makeCurrent: async (_, version, insteadOf) => {
        versions[insteadOf]!.stages = ['AWSPREVIOUS']
        versions[version]!.stages = ['AWSCURRENT']
      },
    },
    database: {
      setPassword: async (password) => void (state.password = password),
      isSettled: async () => (state.asked += 1) >= settlesAfter,
    },
    pause: async () => {},
    patience: 5,
  }
  const step = (Step: RotationStep['Step'], version = 'new') =>
    rotate(rotation, { Step, SecretId: 'secret', ClientRequestToken: version })
  const login = (id: string) => JSON.parse(versions[id]?.text ?? '{}') as Record<string, string>
  return { versions, state, step, login }
}
const steps = ['createSecret', 'setSecret', 'testSecret', 'finishSecret'] as const

describe('changing the password', () => {
  test('sets a new one in the database, then names it, and keeps all else of the secret', async () => {
    const { versions, state, step, login } = world()
    for (const each of steps) await step(each)
    expect(versions['new']?.stages).toEqual(['AWSCURRENT'])
    expect(login('new')).toEqual({ username: 'baton', host: 'h', password: state.password })
    expect(state.password).toMatch(/^[A-Za-z0-9]{40}$/)
  })

  test('ends the same when each step is repeated', async () => {
    const { versions, state, step, login } = world()
    for (const each of steps) {
      await step(each)
      await step(each)
    }
    expect(login('new')['password']).toBe(state.password)
    expect(versions['old']?.stages).toEqual(['AWSPREVIOUS'])
  })

  test('leaves the old one current while the database has not settled', async () => {
    const { versions, step } = world({ settlesAfter: 100 })
    await step('createSecret')
    await step('setSecret')
    await expect(step('testSecret')).rejects.toThrow(/has not taken the new password in time/)
    expect(versions['old']?.stages).toEqual(['AWSCURRENT'])
  })

  test('touches nothing for a version that is not being rotated to', async () => {
    const { versions, state, step } = world()
    versions['stray'] = { stages: ['AWSPREVIOUS'] }
    for (const version of ['stray', 'unknown']) {
      for (const each of steps) await expect(step(each, version)).rejects.toThrow(/Start a rotation anew/)
    }
    expect(state.password).toBe('first')
    expect(versions['old']?.stages).toEqual(['AWSCURRENT'])
  })
})
