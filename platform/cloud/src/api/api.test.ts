import { cloud } from '@baton/runtime'
import { describe, expect, test } from 'vitest'
import { stages, type Stage } from '../stages.ts'
import { onlyOf, resourcesOf, stageOf, synthesized, templateOf } from '../testing.ts'

interface Setting {
  Namespace: string
  OptionName: string
  Value: unknown
  ResourceName?: string
}

const apiOf = (name: string, change: Partial<Stage> = {}) =>
  templateOf(synthesized(name, 'eu-central-1', change), 'api')

function optionOf(name: string, change?: Partial<Stage>) {
  const settings = onlyOf(apiOf(name, change), 'AWS::ElasticBeanstalk::Environment')['OptionSettings'] as Setting[]
  return (namespace: string, option: string, resourceName?: string) =>
    settings.find(
      (each) => each.Namespace === namespace && each.OptionName === option && each.ResourceName === resourceName,
    )?.Value
}

describe.each(stages)('the api of $name', ({ name }) => {
  test('is a web tier whose version belongs to delivery and whose platform is pinned', () => {
    const environment = onlyOf(apiOf(name), 'AWS::ElasticBeanstalk::Environment')
    expect(environment).toMatchObject({ Tier: { Name: 'WebServer', Type: 'Standard' } })
    expect(environment['PlatformArn']).toMatch(
      /^arn:aws:elasticbeanstalk:eu-central-1::platform\/Node\.js 24 .+\/\d+\.\d+\.\d+$/,
    )
    for (const owned of ['VersionLabel', 'SolutionStackName', 'EnvironmentName', 'CNAMEPrefix'])
      expect(environment).not.toHaveProperty(owned)
  })

  test('closes no connection into which the balancer may still send', () => {
    const attributes = onlyOf(apiOf(name), 'AWS::ElasticLoadBalancingV2::LoadBalancer')['LoadBalancerAttributes'] as {
      Key: string
      Value: string
    }[]
    const idle = Number(attributes.find(({ Key }) => Key === 'idle_timeout.timeout_seconds')?.Value)
    expect(idle).toBe(cloud.keepAlive.balancer)
    expect(idle).toBeLessThan(cloud.keepAlive.proxy)
    expect(cloud.keepAlive.proxy).toBeLessThan(cloud.keepAlive.program)
  })

  test('is let go by the balancer before it stops', () => {
    const option = optionOf(name)
    const process = 'aws:elasticbeanstalk:environment:process:default'
    const noticed = Number(option(process, 'HealthCheckInterval')) * Number(option(process, 'UnhealthyThresholdCount'))
    expect(noticed).toBeLessThan(cloud.stop.drain)
    expect(Number(option(process, 'DeregistrationDelay'))).toBeGreaterThan(cloud.stop.over)
    expect(option(process, 'HealthCheckPath')).toBe(cloud.paths.ready)
  })

  test('is updated in batches beside which new instances stand', () => {
    const option = optionOf(name)
    expect(option('aws:elasticbeanstalk:command', 'DeploymentPolicy')).toBe('RollingWithAdditionalBatch')
    expect(option('aws:elasticbeanstalk:command', 'IgnoreHealthCheck')).toBe('false')
    expect(option('aws:elasticbeanstalk:healthreporting:system', 'SystemType')).toBe('enhanced')
    expect(option('aws:elasticbeanstalk:managedactions', 'ManagedActionsEnabled')).toBe('true')
  })

  test('gets what is secret as the name of a secret', () => {
    const option = optionOf(name)
    const set = (setting: string) => option('aws:elasticbeanstalk:application:environment', setting)
    expect(set('BATON_ROLE')).toBe('api')
    expect(set('DATABASE_SECRET_ARN')).toHaveProperty('Ref')
    expect(set('BATON_SECRETS_ARN')).toHaveProperty('Ref')
    for (const never of ['DATABASE_URL', 'SMTP_URL']) expect(set(never)).toBeUndefined()
  })

  test('answers only for its own paths at the balancer', () => {
    expect(optionOf(name)('aws:elbv2:listenerrule:api', 'PathPatterns')).toBe('/api/*,/healthz,/readyz')
    const [https] = resourcesOf(apiOf(name), 'AWS::ElasticLoadBalancingV2::Listener')
    expect(https?.Properties).toMatchObject({
      Protocol: 'HTTPS',
      DefaultActions: [{ Type: 'fixed-response', FixedResponseConfig: { StatusCode: '404' } }],
    })
  })
})

test('the balancer that Beanstalk shares keeps the group it has, and is asked by the name the distribution uses', () => {
  const option = optionOf('production')
  expect(JSON.stringify(option('aws:elbv2:loadbalancer', 'SecurityGroups'))).toContain('balancerGroup')
  expect(option('aws:elbv2:listenerrule:api', 'HostHeaders')).toBe(`origin.${stageOf('production').places[0]!.domain}`)
})

describe('a stage that sleeps', () => {
  test('has no instance at night and its smallest number in the morning', () => {
    const option = optionOf('staging')
    const schedule = 'aws:autoscaling:scheduledaction'
    expect(option(schedule, 'DesiredCapacity', 'Sleep')).toBe('0')
    expect(option(schedule, 'MinSize', 'Wake')).toBe(String(stageOf('staging').api.minInstances))
  })
  test('is the exception', () => {
    expect(optionOf('production')('aws:autoscaling:scheduledaction', 'MinSize', 'Sleep')).toBeUndefined()
  })
})

describe('the firewall', () => {
  test('is a choice of the stage', () => {
    expect(resourcesOf(apiOf('production'), 'AWS::WAFv2::WebACLAssociation')).toHaveLength(1)
    expect(resourcesOf(apiOf('staging'), 'AWS::WAFv2::WebACL')).toHaveLength(0)
    const { api } = stageOf('staging')
    expect(resourcesOf(apiOf('staging', { api: { ...api, waf: true } }), 'AWS::WAFv2::WebACLAssociation')).toHaveLength(
      1,
    )
  })
})

describe('the key by which the firewall knows the distribution', () => {
  type Origin = { OriginCustomHeaders?: { HeaderName: string; HeaderValue: unknown }[] }
  type Rule = { Name: string; Priority: number; Action: unknown; Statement: unknown }
  /** What the distribution shows and what the firewall asks first, with parameters of nested stacks followed home. */
  function keysOf(name: string, originKeys: string[]) {
    const { api } = stageOf(name)
    const all = synthesized(name, 'eu-central-1', { api: { ...api, originKeys, waf: true } })
    const config = onlyOf(templateOf(all, 'web'), 'AWS::CloudFront::Distribution')['DistributionConfig']
    const { Origins } = config as { Origins: Origin[] }
    const rules = onlyOf(templateOf(all, 'api'), 'AWS::WAFv2::WebACL')['Rules'] as Rule[]
    const secrets = resourcesOf(templateOf(all, 'api'), 'AWS::SecretsManager::Secret').filter(({ id }) =>
      id.startsWith('OriginKeys'),
    )
    const shown = Origins.flatMap(({ OriginCustomHeaders = [] }) => OriginCustomHeaders)
    return { shown, first: rules.toSorted((a, b) => a.Priority - b.Priority)[0]!, secrets }
  }

  test('is asked for before anything else, and shown by our distribution alone', () => {
    const { shown, first, secrets } = keysOf('production', ['first'])
    expect(secrets).toHaveLength(1)
    expect(secrets[0]!.Properties).toMatchObject({ GenerateSecretString: { PasswordLength: 48 } })
    expect(secrets[0]!.Properties).not.toHaveProperty('SecretString')
    expect(first.Action).toEqual({ Block: {} })
    expect(JSON.stringify(first.Statement)).toMatch(
      new RegExp(`^{"NotStatement":.*"x-baton-origin-key".*resolve:secretsmanager:.*"Ref":"${secrets[0]!.id}"`),
    )
    expect(shown.map(({ HeaderName }) => HeaderName)).toEqual(['x-baton-origin-key'])
    expect(JSON.stringify(shown[0]!.HeaderValue)).toMatch(/resolve:secretsmanager:.*OriginKeysfirst/)
  })

  test('is changed without a moment in which nobody gets through: the new one is shown, both are taken', () => {
    const { shown, first, secrets } = keysOf('staging', ['first', 'second'])
    expect(secrets).toHaveLength(2)
    for (const { id } of secrets) expect(JSON.stringify(first.Statement)).toContain(`"Ref":"${id}"`)
    expect(JSON.stringify(first.Statement)).toMatch(/^{"NotStatement":{"Statement":{"OrStatement"/)
    expect(JSON.stringify(shown)).toMatch(/OriginKeyssecond/)
    expect(JSON.stringify(shown)).not.toMatch(/OriginKeysfirst/)
  })

  test('stands in no log of what was turned away', () => {
    const { RedactedFields } = onlyOf(apiOf('production'), 'AWS::WAFv2::LoggingConfiguration')
    expect(RedactedFields).toContainEqual({ SingleHeader: { Name: 'x-baton-origin-key' } })
  })
})

test('instances of the machine’s kind get that architecture', () => {
  const { api } = stageOf('staging')
  const architecture = (instanceType: string) =>
    optionOf('staging', { api: { ...api, instanceType } })('aws:ec2:instances', 'SupportedArchitectures')
  expect(architecture('t4g.small')).toBe('arm64')
  expect(architecture('m7i.large')).toBe('x86_64')
})
