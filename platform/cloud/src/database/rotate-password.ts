import { randomInt } from 'node:crypto'

/** What Secrets Manager calls a rotation with, once for each step. */
export interface RotationStep {
  Step: 'createSecret' | 'setSecret' | 'testSecret' | 'finishSecret'
  SecretId: string
  /** The version that this rotation makes; the same through all steps and repetitions. */
  ClientRequestToken: string
}

/** The secret as RDS writes it; we know and change `password` only. */
type Login = Record<string, unknown> & { password: string }

export interface Secrets {
  /** @returns undefined when the secret has no such version */
  read: (secretId: string, at: { stage: Stage; version?: string }) => Promise<string | undefined>
  write: (secretId: string, version: string, text: string) => Promise<void>
  /** Which stages each version carries. */
  stages: (secretId: string) => Promise<Record<string, string[]>>
  makeCurrent: (secretId: string, version: string, insteadOf: string) => Promise<void>
}
type Stage = 'AWSCURRENT' | 'AWSPENDING'

export interface Database {
  setPassword: (password: string) => Promise<void>
  /** Whether RDS has finished what it was asked for. */
  isSettled: () => Promise<boolean>
}

export interface Rotation {
  secrets: Secrets
  database: Database
  pause: (milliseconds: number) => Promise<void>
  /** How often `isSettled` is asked, 5 s apart, before giving up. */
  patience: number
}

/**
 * Carries out one step. Each may be called again at any time: a new password is made up once, set as often as asked,
 * and becomes the current one once.
 * @throws Error when the version is not one that Secrets Manager is rotating to, and when RDS does not settle
 */
export async function rotate(rotation: Rotation, step: RotationStep): Promise<void> {
  const { secrets, database } = rotation
  const { SecretId: id, ClientRequestToken: version } = step
  const stages = await secrets.stages(id)
  const own = stages[version]
  if (!own) throw new Error(`Version ${version} is none of the secret's. Start a rotation anew.`)
  if (own.includes('AWSCURRENT')) return
  if (!own.includes('AWSPENDING')) throw new Error(`Version ${version} is not being rotated to. Start a rotation anew.`)

  if (step.Step === 'createSecret') {
    if (await secrets.read(id, { stage: 'AWSPENDING', version })) return
    const current = loginIn(await secrets.read(id, { stage: 'AWSCURRENT' }))
    await secrets.write(id, version, JSON.stringify({ ...current, password: newPassword() }))
  } else if (step.Step === 'setSecret') {
    await database.setPassword(loginIn(await secrets.read(id, { stage: 'AWSPENDING', version })).password)
  } else if (step.Step === 'testSecret') {
    await settled(rotation)
  } else {
    const current = Object.entries(stages).find(([, labels]) => labels.includes('AWSCURRENT'))
    if (!current) throw new Error('The secret has no current version, so none can follow it.')
    await secrets.makeCurrent(id, version, current[0])
  }
}

async function settled({ database, pause, patience }: Rotation): Promise<void> {
  for (let asked = 0; asked < patience; asked += 1) {
    // RDS needs a moment before it says that it has begun.
    await pause(5000)
    if (await database.isSettled()) return
  }
  throw new Error('RDS has not taken the new password in time. The old one stays the current one.')
}

function loginIn(text: string | undefined): Login {
  const login: unknown = text && JSON.parse(text)
  if (typeof login !== 'object' || login === null || typeof (login as Login).password !== 'string') {
    throw new Error('The secret holds no login: wanted JSON with a password.')
  }
  return login as Login
}

/** Letters and digits only, so that it can stand in any address or command. 40 of 62 are 238 bits. */
const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789'
const newPassword = () => Array.from({ length: 40 }, () => letters[randomInt(letters.length)]).join('')
