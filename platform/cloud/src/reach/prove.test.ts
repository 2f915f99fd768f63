import { describe, expect, test } from 'vitest'
import type { Stage } from '../stages.ts'
import type { Resource, Template } from '../synth.ts'
import { stageOf, synthesized } from '../testing.ts'
import { judge } from './judge.ts'
import { policyOf } from './policy.ts'
import { prove } from './prove.ts'
import { readNet } from './read.ts'
import { withStandIns } from './stand-ins.ts'

const ranges = ['203.0.113.0/24']
const staging = stageOf('staging')
const choices: [string, string, Partial<Stage>][] = [
  ['staging', 'staging', {}],
  ['production', 'production', {}],
  [
    'one gateway',
    'production',
    { network: { ...stageOf('production').network, nat: { kind: 'gateway', perZone: false } } },
  ],
  ['no way out', 'staging', { network: { ...staging.network, nat: { kind: 'none' } } }],
  ['a jump host', 'staging', { bastion: { ...staging.bastion, ssh: { allowedCidrs: ranges, keyPairName: 'k' } } }],
  [
    'a jump host and no way out',
    'staging',
    {
      network: { ...staging.network, nat: { kind: 'none' } },
      bastion: { ...staging.bastion, ssh: { allowedCidrs: ranges, keyPairName: 'k' } },
    },
  ],
  ['a database proxy', 'staging', { database: { ...staging.database, proxy: true } as Stage['database'] }],
]

describe('who can talk to whom', () => {
  test.each(choices)('is what the policy says, no more and no less: %s', (_, name, change) => {
    const whole = withStandIns(synthesized(name, 'eu-central-1', change))
    expect(judge(readNet(whole), policyOf(whole.stage))).toEqual([])
  })

  test.each(choices)('is what the policy says with the components as they are: %s', (_, name, change) => {
    const whole = synthesized(name, 'eu-central-1', change)
    expect(judge(readNet(whole), policyOf(whole.stage))).toEqual([])
  })
})

/** The faults after a change of the network's template. */
function faultsAfter(change: (network: Template) => void, name = 'staging', choice: Partial<Stage> = {}): string[] {
  const whole = withStandIns(synthesized(name, 'eu-central-1', choice))
  change(whole.network)
  return judge(readNet(whole), policyOf(whole.stage))
}

const idOf = ({ Resources }: Template, type: string, id: RegExp) =>
  Object.entries(Resources).find(([key, { Type }]) => Type === type && id.test(key))![0]
const propertiesOf = ({ Resources }: Template, id: string) => Resources[id]!.Properties!
const add = ({ Resources }: Template, resource: Resource) => {
  Resources[`Added${Object.keys(Resources).length}`] = resource
}
const groupId = (network: Template, component: string) => ({
  'Fn::GetAtt': [idOf(network, 'AWS::EC2::SecurityGroup', new RegExp(`^${component}Group([0-9A-F]{8})?$`)), 'GroupId'],
})
const all = { IpProtocol: '-1', CidrIp: '0.0.0.0/0' }
const opens = (network: Template, component: string, rule: Record<string, unknown> = all) => {
  const GroupId = groupId(network, component)
  add(network, { Type: 'AWS::EC2::SecurityGroupIngress', Properties: { GroupId, ...rule } })
  add(network, { Type: 'AWS::EC2::SecurityGroupEgress', Properties: { GroupId, ...rule } })
}
const entries = ({ Resources }: Template, prefix: string) =>
  Object.entries(Resources).filter(([id, { Type }]) => Type === 'AWS::EC2::NetworkAclEntry' && id.startsWith(prefix))

describe('a rule that is opened is noticed, by the rule that lets it through', () => {
  test('a port of the balancer for the world', () => {
    const faults = faultsAfter((network) =>
      opens(network, 'balancer', { IpProtocol: 'tcp', FromPort: 8443, ToPort: 8443, CidrIp: '0.0.0.0/0' }),
    )
    expect(faults.join('\n')).toMatch(/world can reach balancer on tcp 8443; .*Added/)
  })

  test('the door for everybody, past the distribution', () => {
    const faults = faultsAfter((network) =>
      opens(network, 'balancer', { IpProtocol: 'tcp', FromPort: 443, ToPort: 443, CidrIp: '0.0.0.0/0' }),
    )
    expect(faults.join('\n')).toMatch(/world can reach balancer on tcp 443; must never: Only by the distribution/)
  })

  test('the door for another list than that of the distribution', () => {
    const faults = faultsAfter((network) => {
      const GroupId = groupId(network, 'balancer')
      const rule = { IpProtocol: 'tcp', FromPort: 443, ToPort: 443, SourcePrefixListId: 'pl-12345678' }
      add(network, { Type: 'AWS::EC2::SecurityGroupIngress', Properties: { GroupId, ...rule } })
    })
    expect(faults.join('\n')).toContain('world can reach balancer on tcp 443')
  })

  test('a half of the world, which is the world', () => {
    const faults = faultsAfter((network) =>
      opens(network, 'balancer', { IpProtocol: 'tcp', FromPort: 8443, ToPort: 8443, CidrIp: '0.0.0.0/1' }),
    )
    expect(faults.join('\n')).toContain('world can reach balancer on tcp 8443')
  })

  test('every address of IPv6', () => {
    const faults = faultsAfter((network) =>
      opens(network, 'balancer', { IpProtocol: 'tcp', FromPort: 8443, ToPort: 8443, CidrIpv6: '::/0' }),
    )
    expect(faults.join('\n')).toContain('world can reach balancer on tcp 8443')
  })

  test('one more port from one group to another', () => {
    const faults = faultsAfter((network) => {
      const rule = { IpProtocol: 'tcp', FromPort: 5432, ToPort: 5433 }
      const [api, database] = [groupId(network, 'api'), groupId(network, 'database')]
      add(network, {
        Type: 'AWS::EC2::SecurityGroupEgress',
        Properties: { GroupId: api, DestinationSecurityGroupId: database, ...rule },
      })
      add(network, {
        Type: 'AWS::EC2::SecurityGroupIngress',
        Properties: { GroupId: database, SourceSecurityGroupId: api, ...rule },
      })
      for (const [, { Properties }] of entries(network, 'dataAclin'))
        (Properties!['PortRange'] as Record<string, unknown>)['To'] = 5433
      for (const [, { Properties }] of entries(network, 'applicationAclout')) {
        const range = Properties!['PortRange'] as Record<string, unknown>
        if (range['To'] === 5432) range['To'] = 5433
      }
    })
    expect(faults.join('\n')).toContain('api can reach database on tcp 5433; no line of the policy allows it')
  })

  test('a way out for programs that the stage does not give them', () => {
    const faults = faultsAfter(
      (network) => opens(network, 'api', { IpProtocol: 'tcp', FromPort: 465, ToPort: 465, CidrIp: '0.0.0.0/0' }),
      'production',
    )
    expect(faults.join('\n')).toContain('api can reach world on tcp 465')
  })

  test('a group that leaves its ways out to AWS', () => {
    const faults = faultsAfter((network) => {
      delete propertiesOf(network, idOf(network, 'AWS::EC2::SecurityGroup', /^apiGroup/))['SecurityGroupEgress']
    }, 'production')
    expect(faults.join('\n')).toContain('egress by default')
  })

  test('UDP too', () => {
    const faults = faultsAfter((network) => {
      opens(network, 'balancer')
      for (const [, { Properties }] of entries(network, 'publicAcl')) Properties!['Protocol'] = -1
    })
    expect(faults.join('\n')).toContain('world can reach balancer on udp')
  })
})

describe('the database stays closed as long as one fence stands', () => {
  const group = (network: Template) => opens(network, 'database')
  const publicAddress = (network: Template) => {
    propertiesOf(network, 'StandInDatabase')['PubliclyAccessible'] = true
  }
  const acl = (network: Template) => {
    const NetworkAclId = { Ref: idOf(network, 'AWS::EC2::NetworkAcl', /^dataAcl/) }
    for (const Egress of [true, false]) {
      add(network, {
        Type: 'AWS::EC2::NetworkAclEntry',
        Properties: { NetworkAclId, RuleNumber: 1, Protocol: -1, RuleAction: 'allow', Egress, CidrBlock: '0.0.0.0/0' },
      })
    }
  }
  const route = (network: Template) => {
    const gateway = { Ref: idOf(network, 'AWS::EC2::InternetGateway', /./) }
    for (const id of Object.keys(network.Resources)) {
      if (network.Resources[id]!.Type !== 'AWS::EC2::RouteTable' || !id.startsWith('Vpcdata')) continue
      add(network, {
        Type: 'AWS::EC2::Route',
        Properties: { RouteTableId: { Ref: id }, DestinationCidrBlock: '0.0.0.0/0', GatewayId: gateway },
      })
    }
  }
  const fences = { group, publicAddress, acl, route }
  const fromWorld = (network: (template: Template) => void) =>
    faultsAfter(network).filter((fault) => fault.startsWith('world can reach database'))

  test.each(Object.keys(fences))('%s', (standing) => {
    const opened = Object.entries(fences).filter(([name]) => name !== standing)
    expect(fromWorld((network) => opened.forEach(([, open]) => open(network)))).toEqual([])
  })

  test('and is open when none does', () => {
    const [fault] = fromWorld((network) => Object.values(fences).forEach((open) => open(network)))
    expect(fault).toContain('must never: State speaks with programs only.')
  })
})

describe('what must be possible and is not is noticed', () => {
  test('a way back that is missing', () => {
    const faults = faultsAfter((network) => {
      for (const [id] of entries(network, 'dataAclout')) delete network.Resources[id]
    })
    expect(faults).toContain('api cannot reach database on 5432: Everything it knows.')
  })

  test('a way back for some of the ports only', () => {
    const faults = faultsAfter((network) => {
      for (const [, { Properties }] of entries(network, 'dataAclout')) {
        const range = Properties!['PortRange'] as Record<string, unknown>
        if (range['From'] === 1024) range['From'] = 32768
      }
    })
    expect(faults.join('\n')).toContain(
      'api reaches database on 5432 now and then only: answers reach the ports 32768–65535 only',
    )
  })

  test('a line of an ACL that forbids before another allows', () => {
    const faults = faultsAfter((network) => {
      add(network, {
        Type: 'AWS::EC2::NetworkAclEntry',
        Properties: {
          NetworkAclId: { Ref: idOf(network, 'AWS::EC2::NetworkAcl', /^publicAcl/) },
          RuleNumber: 1,
          Protocol: 6,
          RuleAction: 'deny',
          CidrBlock: '0.0.0.0/0',
          PortRange: { From: 443, To: 443 },
        },
      })
    })
    expect(faults).toContain('distribution cannot reach balancer on 443: The door of the product.')
  })

  test.each(['staging', 'production'])('a route that is missing: %s', (name) => {
    const faults = faultsAfter((network) => {
      for (const id of Object.keys(network.Resources)) if (id.startsWith('WayOutOfZone')) delete network.Resources[id]
    }, name)
    expect(faults).toContain('worker cannot reach world on 465: Mail servers.')
  })

  test('a NAT machine that does not take mail', () => {
    const faults = faultsAfter((network) => {
      const group = propertiesOf(network, idOf(network, 'AWS::EC2::SecurityGroup', /^natGroup/))
      group['SecurityGroupIngress'] = (group['SecurityGroupIngress'] as Record<string, unknown>[]).filter(
        (rule) => rule['FromPort'] !== 587,
      )
    })
    expect(faults).toContain('worker cannot reach world on 587: Mail servers.')
  })
})

test('a way into the network that the prover does not know is a fault', () => {
  const faults = faultsAfter((network) => add(network, { Type: 'AWS::EC2::InstanceConnectEndpoint', Properties: {} }))
  expect(faults.join('\n')).toContain('AWS::EC2::InstanceConnectEndpoint is not part of the model')
})

test.each([
  ['staging', {}, ['api', 'balancer', 'bastion', 'database', 'nat', 'worker']],
  ['production', {}, ['api', 'balancer', 'bastion', 'database', 'nat', 'worker']],
  [
    'production',
    {
      network: { ...stageOf('production').network, nat: { kind: 'none' } },
      database: { ...stageOf('production').database, proxy: true },
    } satisfies Partial<Stage>,
    ['api', 'balancer', 'bastion', 'database', 'databaseProxy', 'endpoints', 'worker'],
  ],
])('every component is found in the templates of %s', (name, change: Partial<Stage>, expected) => {
  const { hosts } = readNet(synthesized(name, 'eu-central-1', change))
  expect([...new Set(hosts.map((host) => host.name))].sort()).toEqual(expected)
})

test('the whole world is proved in a moment', () => {
  expect(prove(readNet(withStandIns(synthesized('production')))).length).toBeGreaterThan(10)
})
