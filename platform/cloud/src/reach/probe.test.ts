import { spawnSync } from 'node:child_process'
import { describe, expect, test } from 'vitest'
import type { Stage } from '../stages.ts'
import { stageOf, synthesized } from '../testing.ts'
import { probe, whyNot } from './probe.ts'
import { readNet } from './read.ts'
import { withStandIns } from './stand-ins.ts'

const reason = whyNot()
if (reason) console.log(`Left out: real packets between the tiers of the cloud, since ${reason}.`)

const staging = stageOf('staging')
const ranges = ['203.0.113.0/24']
const choices: [string, string, Partial<Stage>][] = [
  ['a NAT machine', 'staging', {}],
  ['NAT gateways', 'production', {}],
  [
    'a jump host and no NAT',
    'staging',
    {
      network: { ...staging.network, nat: { kind: 'none' } },
      bastion: { ...staging.bastion, ssh: { allowedCidrs: ranges, keyPairName: 'k' } },
    },
  ],
]

/** Ports nobody chose, other ones at each run: what no rule speaks of must be closed too. */
const random = (count: number) => Array.from({ length: count }, () => 1 + Math.floor(Math.random() * 65535))

describe.skipIf(reason !== undefined)('real packets go where the prover says, and nowhere else', () => {
  test.each(choices)('with %s', async (_, name, change) => {
    const net = readNet(synthesized(name, 'eu-central-1', change))
    const ports = { tcp: [22, 25, 80, 443, 465, 587, 5432, 8080, ...random(4)], udp: [53, 123, 443, ...random(2)] }
    const { asked, open, disagreements } = await probe(net, ports)
    expect(disagreements, `of ${asked} questions on ${JSON.stringify(ports)}`).toEqual([])
    expect(open).toBeGreaterThan(20)
  })

  test('also where a rule is broken', async () => {
    const whole = withStandIns(synthesized('staging'))
    for (const [id, { Type, Properties }] of Object.entries(whole.network.Resources)) {
      // No answers leave the tier of state any more, and every port of the balancer is open.
      if (Type === 'AWS::EC2::NetworkAclEntry' && id.startsWith('dataAclout')) delete whole.network.Resources[id]
      if (id.startsWith('balancerGroup'))
        Properties!['SecurityGroupIngress'] = [{ IpProtocol: '-1', CidrIp: '0.0.0.0/0' }]
    }
    const { disagreements } = await probe(readNet(whole), { tcp: [80, 443, 5432, 8080], udp: [443] })
    expect(disagreements).toEqual([])
  })

  test('and a run that was killed leaves nothing for longer than until the next', () => {
    // No kernel gives a process this number.
    const left = 'btn999999999-r'
    spawnSync('ip', ['netns', 'add', left])
    expect(whyNot()).toBeUndefined()
    expect(spawnSync('ip', ['netns', 'list'], { encoding: 'utf8' }).stdout).not.toContain(left)
  })
})
