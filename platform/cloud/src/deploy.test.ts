import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { deploy } from './deploy.ts'
import { approve, requireApproved } from './plan/approval.ts'
import { stages, type Stage } from './stages.ts'
import { synthesize, type Synthesized } from './synth.ts'
import { Refused } from './refused.ts'

const [asItCame] = stages as [Stage]
const staging: Stage = {
  ...asItCame,
  alarmMail: 'operations@hollisward.com',
  delivery: { ...asItCame.delivery, ownerId: 4711, repositoryId: 815 },
}
const place = { ...staging.places[0]!, domain: 'staging.hollisward.com', zoneId: 'Z0123456ABCDEFGHIJ' }
const certificate = 'arn:aws:acm:us-east-1:111122223333:certificate/abc'

let folder: string
let approvedFolder: string
let ran: string[][]
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'baton-deploy-test-'))
  approvedFolder = path.join(folder, 'approved')
  ran = []
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

/** As CDK tells them, by the names of stacks: each place has its own in us-east-1. */
const outputs = { 'baton-staging-edge-eu-central-1': { CertificateArn: certificate } }

/** Stands for the CDK command line: notes what it is asked and writes the outputs it would. */
const cdk = (failAt?: string) => async (words: string[]) => {
  ran.push(words)
  const at = words.indexOf('--outputs-file')
  if (at >= 0) writeFileSync(words[at + 1]!, JSON.stringify(outputs))
  return failAt && words.includes(failAt) ? 1 : 0
}
const options = (failAt?: string, judge: (synthesized: Synthesized) => unknown = () => []) => ({
  approvedFolder,
  write: () => {},
  cdk: cdk(failAt),
  judge,
})
const approveNow = () => approve(approvedFolder, synthesize(staging, place), 'mara', '2026-11-22T10:00:00.000Z')

describe('deploying', () => {
  test('makes the certificate first and hands it to the main stack', async () => {
    approveNow()
    await deploy(staging, [place], options())
    expect(ran.map((words) => words.find((word) => word.startsWith('baton-')))).toEqual([
      'baton-staging-edge',
      'baton-staging',
    ])
    expect(ran[1]).toContain(`baton-staging:EdgeCertificateArn=${certificate}`)
  })

  test('stops at a stack that fails', async () => {
    approveNow()
    await expect(deploy(staging, [place], options('baton-staging-edge'))).rejects.toThrow(/baton-staging-edge ended/)
    expect(ran).toHaveLength(1)
  })

  test('touches nothing that is not sound, approved or not', async () => {
    approveNow()
    const judge = () => {
      throw new Refused('The platform has been retired.')
    }
    await expect(deploy(staging, [place], options(undefined, judge))).rejects.toThrow(/has been retired/)
    expect(ran).toEqual([])
  })

  test('touches nothing that was not approved', async () => {
    await expect(deploy(staging, [place], options())).rejects.toThrow(/Nothing was ever approved/)
    expect(ran).toEqual([])
  })

  test('touches nothing when what was approved has changed since', async () => {
    approveNow()
    const changed = { ...staging, monthlyBudgetUsd: 99, network: { ...staging.network, cidr: '10.99.0.0/16' } }
    await expect(deploy(changed, [{ ...place, domain: 'other.hollisward.com' }], options())).rejects.toThrow(
      /is not what was approved/,
    )
    expect(ran).toEqual([])
  })

  test('touches no place when one of them is not approved', async () => {
    approveNow()
    const second = { ...place, region: 'us-east-1', domain: 'us.hollisward.com' }
    await expect(deploy(staging, [place, second], options())).rejects.toThrow(/ever approved for staging in us-east-1/)
    expect(ran).toEqual([])
  })

  describe('a new environment', () => {
    const answering = (...answers: (string | undefined)[]) => {
      const asked: string[] = []
      const askApproval = async ({ stage, place }: Synthesized) => {
        asked.push(`${stage.name} ${place.region}`)
        return answers.shift()
      }
      return { asked, askApproval }
    }

    test('is approved by the person who was shown it, and deployed in the same run', async () => {
      const { asked, askApproval } = answering('mara')
      await deploy(staging, [place], { ...options(), askApproval })
      expect(asked).toEqual(['staging eu-central-1'])
      expect(ran).toHaveLength(2)
      expect(requireApproved(approvedFolder, synthesize(staging, place)).approvedBy).toBe('mara')
    })

    test('of which the person says no is neither recorded nor touched', async () => {
      const { askApproval } = answering(undefined)
      await expect(deploy(staging, [place], { ...options(), askApproval })).rejects.toThrow(/Not approved/)
      expect(ran).toEqual([])
      expect(existsSync(approvedFolder)).toBe(false)
    })

    test('is not asked about while another place would be refused', async () => {
      approveNow()
      const { asked, askApproval } = answering('mara')
      const changed = { ...place, domain: 'other.hollisward.com' }
      const second = { ...place, region: 'us-east-1', domain: 'us.hollisward.com' }
      await expect(deploy(staging, [changed, second], { ...options(), askApproval })).rejects.toThrow(
        /is not what was approved/,
      )
      expect({ asked, ran }).toEqual({ asked: [], ran: [] })
    })

    test('is told to show a sample until a version is brought', async () => {
      let written = ''
      const { askApproval } = answering('mara')
      await deploy(staging, [place], { ...options(), askApproval, write: (text) => void (written += text) })
      expect(written).toMatch(/sample until they are brought a version.*docs\/guides\/cloud\.md/)
    })
  })

  test('asks nobody about a change to what stands: that was approved before, or is refused', async () => {
    approveNow()
    const askApproval = async () => 'noor'
    const changed = { ...place, domain: 'other.hollisward.com' }
    await expect(deploy(staging, [changed], { ...options(), askApproval })).rejects.toThrow(/is not what was approved/)
    expect(ran).toEqual([])
    expect(requireApproved(approvedFolder, synthesize(staging, place)).approvedBy).toBe('mara')
  })

  test('refuses what still stands as the repository brings it, all of it at once', async () => {
    await expect(deploy(staging, staging.places, options())).rejects.toThrow(/kept for examples/)
    await expect(deploy(asItCame, asItCame.places, options())).rejects.toThrow(
      /kept for examples[^]*reaches nobody[^]*numbers of your repository/,
    )
    const noZone = { ...place, zoneId: asItCame.places[0]!.zoneId }
    await expect(deploy(staging, [noZone], options())).rejects.toThrow(/no hosted zone of yours/)
    expect(ran).toEqual([])
  })
})
