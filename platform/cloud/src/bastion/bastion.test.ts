import { spawnSync } from 'node:child_process'
import { describe, expect, test } from 'vitest'
import type { BastionChoice, Stage } from '../stages.ts'
import { onlyOf, resourcesOf, stageOf, synthesizedAlone, templateOf } from '../testing.ts'
import type { Template } from '../synth.ts'
import { Bastion } from './bastion.ts'
import { requireNarrow } from './require-narrow.ts'
import { bastionUserData } from './user-data.ts'

const made = new Map<string, Template>()

function bastion(name: string, ssh?: BastionChoice['ssh']): Template {
  const given = stageOf(name)
  const stage: Stage = { ...given, bastion: { ...given.bastion, ...(ssh && { ssh }) } }
  const key = JSON.stringify([name, ssh])
  const template =
    made.get(key) ??
    templateOf(
      synthesizedAlone(stage, (scope, network, topics) => {
        new Bastion(scope, 'Bastion', { stage, place: stage.places[0]!, network, topics })
      }),
      'bastion',
    )
  made.set(key, template)
  return template
}

const jump = { allowedCidrs: ['198.51.100.0/24'], keyPairName: 'operations' }
const userData = (template: Template) => JSON.stringify(launch(template)['UserData'])
const launch = (template: Template) =>
  onlyOf(template, 'AWS::EC2::LaunchTemplate')['LaunchTemplateData'] as Record<string, unknown>

describe('the bastion', () => {
  test.each(['staging', 'production'])('of %s stands in the application tier and has no public address', (name) => {
    const template = bastion(name)
    expect(resourcesOf(template, 'AWS::EC2::EIP')).toEqual([])
    expect(JSON.stringify(onlyOf(template, 'AWS::EC2::NetworkInterface')['SubnetId'])).toContain('applicationSubnet1')
    expect(userData(template)).toContain('systemctl disable --now sshd')
  })

  test('keeps its disk encrypted and answers for its rights by token only', () => {
    expect(launch(bastion('production'))).toMatchObject({
      MetadataOptions: { HttpTokens: 'required', HttpPutResponseHopLimit: 1 },
      BlockDeviceMappings: [{ Ebs: { Encrypted: true, VolumeType: 'gp3' } }],
    })
  })

  test('has its name', () => {
    expect(onlyOf(bastion('staging'), 'AWS::Route53::RecordSet')['Name']).toBe('bastion.staging.baton.internal.')
  })

  test.each([undefined, jump])('starts by a script that the shell can read (%j)', (ssh) => {
    const script = bastionUserData({ instanceType: 't4g.nano', ...(ssh && { ssh }) }, 'sessions')
    expect(spawnSync('bash', ['-n'], { input: script }).status).toBe(0)
    expect(script).toContain("trap 'sleep 60; shutdown -h now' ERR")
  })

  test('is missed when it is wanted and not there, and its stage misses a way out that is a machine', () => {
    const alarms = (name: string) => resourcesOf(bastion(name), 'AWS::CloudWatch::Alarm').map(({ id }) => id)
    expect(alarms('staging')).toHaveLength(2)
    expect(alarms('production')).toHaveLength(1)
  })
})

describe('sessions', () => {
  const documents = (template: Template) =>
    resourcesOf(template, 'AWS::SSM::Document').map(({ Properties }) => Properties?.['Content']) as [
      Record<string, unknown>,
      Record<string, unknown>,
    ]

  test('are written down as they happen, encrypted, by somebody without rights, and end', () => {
    const [shell] = documents(bastion('production'))
    expect(shell['inputs']).toMatchObject({
      cloudWatchStreamingEnabled: true,
      cloudWatchEncryptionEnabled: true,
      runAsEnabled: true,
      runAsDefaultUser: 'baton-operator',
      idleSessionTimeout: '15',
      maxSessionDuration: '60',
    })
    expect(resourcesOf(bastion('production'), 'AWS::Logs::LogGroup')).toMatchObject([
      { DeletionPolicy: 'Retain', Properties: { RetentionInDays: 365 } },
    ])
  })

  test('run as an account that Amazon Linux does not have already', () => {
    // Those of its package `setup`, and those of an instance of EC2.
    const taken =
      'root bin daemon adm lp sync shutdown halt mail operator games ftp nobody dbus systemd-network systemd-oom ' +
      'systemd-resolve sshd rpc libstoragemgmt chrony ec2-instance-connect rpcuser tcpdump ec2-user ssm-user'
    const [shell] = documents(bastion('production'))
    const { runAsDefaultUser } = shell['inputs'] as { runAsDefaultUser: string }
    expect(taken.split(' ')).not.toContain(runAsDefaultUser)
    expect(userData(bastion('production'))).toContain(`useradd --create-home --shell /bin/bash ${runAsDefaultUser}`)
  })

  test('tunnel to the database and nowhere else', () => {
    const [, tunnel] = documents(bastion('staging'))
    expect(tunnel).toMatchObject({
      sessionType: 'Port',
      properties: { host: 'database.staging.baton.internal', portNumber: '5432' },
    })
    expect(Object.keys(tunnel['parameters'] as object)).toEqual(['localPortNumber'])
  })

  test('cannot be opened without one of these documents', () => {
    const policy = onlyOf(bastion('staging'), 'AWS::IAM::ManagedPolicy')['PolicyDocument'] as {
      Statement: { Action: string; Condition?: Record<string, unknown> }[]
    }
    const [start] = policy.Statement.filter(({ Action }) => Action === 'ssm:StartSession')
    expect(start?.Condition).toMatchObject({
      StringEquals: { 'ssm:resourceTag/baton:stage': 'staging', 'ssm:resourceTag/baton:machine': 'bastion' },
      BoolIfExists: { 'ssm:SessionDocumentAccessCheck': 'true' },
    })
  })
})

describe('a jump host, where the stage wants one', () => {
  test('stands in the public tier and hands on connections only', () => {
    const template = bastion('staging', jump)
    expect(resourcesOf(template, 'AWS::EC2::EIP')).toHaveLength(1)
    expect(JSON.stringify(onlyOf(template, 'AWS::EC2::NetworkInterface')['SubnetId'])).toContain('publicSubnet1')
    for (const line of [
      'PasswordAuthentication no',
      'AllowAgentForwarding no',
      'PermitRootLogin no',
      'PermitOpen *:22 *:5432',
      'PermitTTY no',
    ]) {
      expect(userData(template)).toContain(line)
    }
  })

  test.each([[['0.0.0.0/0']], [['198.51.100.0/24', '10.0.0.0/8']], [['office']], [[]]])(
    'is refused for %j',
    (allowedCidrs) => {
      expect(() => requireNarrow(allowedCidrs)).toThrow(/wanted ranges of \/16 or smaller/)
      expect(() => bastion('staging', { ...jump, allowedCidrs })).toThrow(/allowedCidrs/)
    },
  )
})
