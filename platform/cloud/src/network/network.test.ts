import { spawnSync } from 'node:child_process'
import { globSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import type { Nat, Stage } from '../stages.ts'
import type { Template } from '../synth.ts'
import { onlyOf, resourcesOf, stageOf, synthesizedAlone, templateOf } from '../testing.ts'
import { whyNot } from '../reach/probe.ts'
import { addressesOf } from './addresses.ts'
import { natUserData } from './way-out.ts'

const made = new Map<string, Template>()

function network(name: string, change: Partial<Stage> = {}, region?: string): Template {
  const key = JSON.stringify([name, change, region])
  const template =
    made.get(key) ??
    templateOf(
      synthesizedAlone({ ...stageOf(name), ...change }, () => {}, region),
      'network',
    )
  made.set(key, template)
  return template
}

const withNat = (name: string, nat: Nat) => network(name, { network: { ...stageOf(name).network, nat } })

/** Services of AWS that programs have a client of, by the names of their endpoints. */
function askedByPrograms(): string[] {
  const endpoints: Record<string, string> = { 'secrets-manager': 'secretsmanager', cloudwatch: 'monitoring' }
  const root = new URL('../../../../', import.meta.url)
  const clients = ['apps', 'packages'].flatMap((folder) =>
    globSync(`${folder}/*/package.json`, { cwd: root }).flatMap((file) => {
      const { dependencies = {} } = JSON.parse(readFileSync(new URL(file, root), 'utf8')) as {
        dependencies?: Record<string, string>
      }
      return Object.keys(dependencies).flatMap((name) => /^@aws-sdk\/client-(?<service>.+)$/.exec(name)?.[1] ?? [])
    }),
  )
  expect(clients.length).toBeGreaterThan(2)
  return clients.map((client) => endpoints[client] ?? client)
}

/** First and last address of a range, as numbers. */
function bounds(cidr: string): [number, number] {
  const [address, mask] = cidr.split('/') as [string, string]
  const first = address.split('.').reduce((sum, part) => sum * 256 + Number(part), 0)
  return [first, first + 2 ** (32 - Number(mask)) - 1]
}

describe('addresses', () => {
  test('lie inside their tier and never over one another', () => {
    const { tiers, subnets, whole } = addressesOf('10.50.0.0/16', 3)
    const all = Object.entries(subnets).flatMap(([tier, ranges]) => ranges.map((range) => ({ tier, range })))
    for (const { tier, range } of all) {
      const [first, last] = bounds(range)
      for (const around of [whole, tiers[tier as keyof typeof tiers]]) {
        expect(bounds(around)[0]).toBeLessThanOrEqual(first)
        expect(bounds(around)[1]).toBeGreaterThanOrEqual(last)
      }
    }
    const sorted = all.map(({ range }) => bounds(range)).sort((a, b) => a[0] - b[0])
    for (const [index, [first]] of sorted.entries()) expect(sorted[index - 1]?.[1] ?? -1).toBeLessThan(first)
  })

  test('stay where they are when a zone is added', () => {
    const [two, three] = [addressesOf('10.50.0.0/16', 2), addressesOf('10.50.0.0/16', 3)]
    for (const tier of ['public', 'application', 'data'] as const) {
      expect(three.subnets[tier].slice(0, 2)).toEqual(two.subnets[tier])
    }
  })

  test.each(['10.50.0.0/20', '10.50.7.0/16', '8.8.0.0/16', '10.300.0.0/16'])('%s is refused', (cidr) => {
    expect(() => addressesOf(cidr, 2)).toThrow(/wanted a private \/16/)
  })
})

describe('the way out', () => {
  const defaults = (template: Template) =>
    resourcesOf(template, 'AWS::EC2::Route').filter(({ id }) => id.startsWith('WayOut'))

  test('is one gateway a zone in production', () => {
    const template = network('production')
    expect(resourcesOf(template, 'AWS::EC2::NatGateway')).toHaveLength(3)
    const targets = defaults(template).map(({ Properties }) => JSON.stringify(Properties?.['NatGatewayId']))
    expect(new Set(targets).size).toBe(3)
  })

  test('has its name where it is a machine', () => {
    const names = (name: string) =>
      resourcesOf(network(name), 'AWS::Route53::RecordSet').map(({ Properties }) => Properties?.['Name'])
    expect(names('staging')).toEqual(['nat.staging.baton.internal.'])
    expect(names('production')).toEqual([])
  })

  test('is one gateway for all zones where the stage says so', () => {
    const template = withNat('production', { kind: 'gateway', perZone: false })
    expect(resourcesOf(template, 'AWS::EC2::NatGateway')).toHaveLength(1)
    expect(defaults(template)).toHaveLength(3)
  })

  test('is a machine in staging that passes on what is not its own, behind routes that outlive it', () => {
    const template = network('staging')
    const { SourceDestCheck } = onlyOf(template, 'AWS::EC2::NetworkInterface')
    expect(SourceDestCheck).toBe(false)
    const address = resourcesOf(template, 'AWS::EC2::NetworkInterface')[0]!.id
    expect(defaults(template).map(({ Properties }) => Properties?.['NetworkInterfaceId'])).toEqual([
      { Ref: address },
      { Ref: address },
    ])
    expect(onlyOf(template, 'AWS::AutoScaling::AutoScalingGroup')).toMatchObject({ DesiredCapacity: '1', MaxSize: '1' })
  })

  test('of the machine starts by a script that the shell and nftables can read, or makes room for another', () => {
    const script = natUserData('10.40.0.0/18')
    expect(spawnSync('bash', ['-n'], { input: script }).status).toBe(0)
    expect(script).toContain("trap 'sleep 60; shutdown -h now' ERR")
    const rules = /<<'RULES'\n(?<rules>[\s\S]+?)\nRULES\n/.exec(script)?.groups?.['rules']
    // Reading rules without setting them needs root too; the packets of reach/ are left out without it as well.
    const read = spawnSync('nft', ['--check', '--file', '-'], { input: rules, encoding: 'utf8' })
    if (whyNot() === undefined) expect(read.stderr).toBe('')
  })

  test('is none but endpoints where the stage says so', () => {
    const template = withNat('staging', { kind: 'none' })
    expect(defaults(template)).toEqual([])
    const services = resourcesOf(template, 'AWS::EC2::VPCEndpoint').map((each) => JSON.stringify(each.Properties))
    // What Beanstalk's instances ask by its guide; its daemon's table of leaders; Session Manager and its key.
    const beanstalk = ['elasticbeanstalk', 'elasticbeanstalk-health', 'cloudformation', 'sqs', 'logs', 's3']
    const bastion = ['ssm', 'ssmmessages', 'ec2messages', 'kms', 'logs']
    for (const service of [...beanstalk, 'dynamodb', ...bastion, ...askedByPrograms()]) {
      expect(
        services.some((text) => text.includes(`.${service}"`)),
        service,
      ).toBe(true)
    }
    for (const { Properties } of resourcesOf(template, 'AWS::EC2::VPCEndpoint'))
      if (Properties?.['VpcEndpointType'] === 'Interface') expect(Properties['PrivateDnsEnabled']).toBe(true)
  })

  test('costs staging neither a gateway nor an endpoint by the hour', () => {
    const template = network('staging')
    expect(resourcesOf(template, 'AWS::EC2::NatGateway')).toEqual([])
    for (const { Properties } of resourcesOf(template, 'AWS::EC2::VPCEndpoint')) {
      expect(Properties?.['VpcEndpointType']).toBe('Gateway')
    }
  })

  test.each(['staging', 'production'])('leads from no data subnet of %s', (name) => {
    const routed = resourcesOf(network(name), 'AWS::EC2::Route').map(({ Properties }) =>
      JSON.stringify(Properties?.['RouteTableId']),
    )
    expect(routed.filter((table) => table.includes('data'))).toEqual([])
  })
})

describe('rules', () => {
  test('let nobody outside begin connections but the distribution with the balancer', () => {
    const open = resourcesOf(network('production'), 'AWS::EC2::SecurityGroup').flatMap(({ id, Properties }) =>
      ((Properties?.['SecurityGroupIngress'] ?? []) as Record<string, unknown>[]).map((rule) => ({ id, ...rule })),
    )
    const [list] = resourcesOf(network('production'), 'Custom::AWS')
    expect(JSON.stringify(list?.Properties)).toContain('com.amazonaws.global.cloudfront.origin-facing')
    expect(open).toMatchObject([
      {
        id: 'balancerGroup',
        FromPort: 443,
        ToPort: 443,
        SourcePrefixListId: { 'Fn::GetAtt': [list?.id, 'PrefixLists.0.PrefixListId'] },
      },
    ])
  })

  test('are told the list of the distribution by a function that may do nothing else', () => {
    const rights = resourcesOf(network('production'), 'AWS::IAM::Policy').map(({ Properties }) => Properties)
    expect(JSON.stringify(rights)).toContain('{"Action":"ec2:DescribeManagedPrefixLists","Effect":"Allow"')
  })

  test('leave no group with the outward rule that EC2 gives by default', () => {
    for (const { id, Properties } of resourcesOf(network('staging'), 'AWS::EC2::SecurityGroup')) {
      expect(Properties?.['SecurityGroupEgress'], id).toHaveLength(id === 'workerGroup' || id === 'natGroup' ? 3 : 1)
    }
  })

  test('say 22 from the ranges of a stage with a jump host, and nowhere else', () => {
    const ssh = { allowedCidrs: ['198.51.100.0/24'], keyPairName: 'operations' }
    const template = network('staging', { bastion: { ...stageOf('staging').bastion, ssh } })
    const cidrsTo22 = resourcesOf(template, 'AWS::EC2::SecurityGroup').flatMap(({ Properties }) =>
      ((Properties?.['SecurityGroupIngress'] as { FromPort: number; CidrIp: string }[] | undefined) ?? [])
        .filter(({ FromPort }) => FromPort === 22)
        .map(({ CidrIp }) => CidrIp),
    )
    expect(cidrsTo22).toEqual(['198.51.100.0/24'])
  })

  test('keep the data tier from the world in both directions', () => {
    const entries = resourcesOf(network('production'), 'AWS::EC2::NetworkAclEntry').filter(({ id }) =>
      id.startsWith('dataAcl'),
    )
    expect(entries.length).toBeGreaterThan(0)
    for (const { Properties } of entries) expect(Properties?.['CidrBlock']).toMatch(/^10\.50\./)
  })
})

test.each(['eu-central-1', 'us-east-1', 'ap-southeast-2'])('%s gets the same network', (region) => {
  const text = (at: string) => JSON.stringify(network('production', {}, at)).replaceAll(at, '<region>')
  expect(text(region)).toBe(text('eu-central-1'))
})
