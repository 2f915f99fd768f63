import type { Resource, Synthesized, Template } from '../synth.ts'

/**
 * The network of a stage with the plainest of components in it, for tests that are about the network alone: each stands
 * in its tier, in its security group, and has nothing else. The template may be changed at will.
 */
export function withStandIns({
  stage,
  place,
  templates,
  parameters,
}: Synthesized): Synthesized & { network: Template } {
  const name = `baton-${stage.name}-network`
  const network = structuredClone(templates.get(name)!)
  const ids = (type: string, prefix: RegExp) =>
    Object.entries(network.Resources).flatMap(([id, { Type }]) => (Type === type && prefix.test(id) ? [id] : []))
  const group = (component: string) => ({
    'Fn::GetAtt': [ids('AWS::EC2::SecurityGroup', new RegExp(`^${component}Group([0-9A-F]{8})?$`))[0], 'GroupId'],
  })
  const tier = (which: string) => ids('AWS::EC2::Subnet', new RegExp(`^Vpc${which}Subnet`)).map((Ref) => ({ Ref }))
  const list = (Refs: unknown[]) => ({ 'Fn::Join': [',', Refs] })
  const environment = (tierName: string, component: string): Resource => ({
    Type: 'AWS::ElasticBeanstalk::Environment',
    Properties: {
      Tier: { Name: tierName },
      OptionSettings: [
        {
          Namespace: 'aws:autoscaling:launchconfiguration',
          OptionName: 'SecurityGroups',
          Value: list([group(component)]),
        },
        { Namespace: 'aws:ec2:vpc', OptionName: 'Subnets', Value: list(tier('application')) },
      ],
    },
  })
  Object.assign(network.Resources, {
    StandInBalancer: {
      Type: 'AWS::ElasticLoadBalancingV2::LoadBalancer',
      Properties: { SecurityGroups: [group('balancer')], Subnets: tier('public') },
    },
    StandInApi: environment('WebServer', 'api'),
    StandInWorker: environment('Worker', 'worker'),
    StandInPlace: { Type: 'AWS::RDS::DBSubnetGroup', Properties: { SubnetIds: tier('data') } },
    StandInDatabase: {
      Type: 'AWS::RDS::DBInstance',
      Properties: { VPCSecurityGroups: [group('database')], DBSubnetGroupName: { Ref: 'StandInPlace' } },
    },
    ...(stage.database.proxy && {
      StandInProxy: {
        Type: 'AWS::RDS::DBProxy',
        Properties: { VpcSecurityGroupIds: [group('databaseProxy')], VpcSubnetIds: tier('data') },
      },
    }),
  } satisfies Record<string, Resource>)
  const bastion: Template = {
    Parameters: { Group: { Type: 'String' }, Subnet: { Type: 'String' } },
    Resources: {
      Address: {
        Type: 'AWS::EC2::NetworkInterface',
        Properties: { GroupSet: [{ Ref: 'Group' }], SubnetId: { Ref: 'Subnet' } },
      },
      ...(stage.bastion.ssh && {
        Public: { Type: 'AWS::EC2::EIPAssociation', Properties: { NetworkInterfaceId: { Ref: 'Address' } } },
      }),
    },
  }
  network.Outputs = {
    ...network.Outputs,
    Group: { Value: group('bastion') },
    Subnet: { Value: tier(stage.bastion.ssh ? 'public' : 'application')[0] },
  }
  const main: Template = {
    Resources: {
      NetworkNestedStackResource: { Type: 'AWS::CloudFormation::Stack', Properties: {} },
      BastionNestedStackResource: {
        Type: 'AWS::CloudFormation::Stack',
        Properties: {
          Parameters: Object.fromEntries(
            ['Group', 'Subnet'].map((key) => [key, { 'Fn::GetAtt': ['NetworkNestedStackResource', `Outputs.${key}`] }]),
          ),
        },
      },
    },
  }
  const whole = new Map([
    [`baton-${stage.name}`, main],
    [name, network],
    [`baton-${stage.name}-bastion`, bastion],
  ])
  return { stage, place, templates: whole, parameters, network }
}
