import { ArnFormat, Fn, RemovalPolicy, Stack } from 'aws-cdk-lib'
import { LogGroup, type RetentionDays } from 'aws-cdk-lib/aws-logs'
import { CfnLoggingConfiguration, CfnWebACL, CfnWebACLAssociation } from 'aws-cdk-lib/aws-wafv2'
import { Construct } from 'constructs'
import type { Stage } from '../stages.ts'
import { originKeyHeader } from '../origin-key-header.ts'
import type { OriginKeys } from './origin-keys.ts'

/** Requests of one address in five minutes. A whole office behind one address stays far below. */
const requestsOfOneAddress = 10_000

/** AWS's rule groups that fit an API, with the rules in them that do not. */
const groups = [
  {
    name: 'AWSManagedRulesCommonRuleSet',
    // Files and long texts are what people send us; the programs check sizes themselves, and texts are never markup.
    counted: ['SizeRestrictions_BODY', 'CrossSiteScripting_BODY', 'GenericLFI_BODY', 'GenericRFI_BODY'],
  },
  { name: 'AWSManagedRulesKnownBadInputsRuleSet', counted: [] },
  { name: 'AWSManagedRulesAmazonIpReputationList', counted: [] },
]

export interface FirewallProps {
  stage: Stage
  balancerArn: string
  keys: OriginKeys
}

/** Turns away floods, known attacks and whoever comes by another distribution than ours, before they reach an instance. */
export class Firewall extends Construct {
  readonly acl: CfnWebACL

  constructor(scope: Construct, id: string, { stage, balancerArn, keys }: FirewallProps) {
    super(scope, id)
    const visible = (metricName: string) => ({
      metricName,
      cloudWatchMetricsEnabled: true,
      // Samples would keep parts of requests where nobody looks after them.
      sampledRequestsEnabled: false,
    })
    this.acl = new CfnWebACL(this, 'Acl', {
      scope: 'REGIONAL',
      defaultAction: { allow: {} },
      visibilityConfig: visible('firewall'),
      rules: [
        {
          // First: what the others read of a request is what our distribution wrote into it.
          name: 'not-by-our-distribution',
          priority: 0,
          action: { block: {} },
          statement: { notStatement: { statement: anyOf(keys.taken.map(showsKey)) } },
          visibilityConfig: visible('not-by-our-distribution'),
        },
        {
          name: 'one-address',
          priority: 1,
          action: { block: { customResponse: { responseCode: 429 } } },
          statement: {
            rateBasedStatement: {
              limit: requestsOfOneAddress,
              // The distribution says who asks (web/edge-functions.ts). Its own address is that of everybody, and the
              // first one of X-Forwarded-For is written by whoever asks.
              aggregateKeyType: 'FORWARDED_IP',
              forwardedIpConfig: { headerName: 'x-baton-viewer', fallbackBehavior: 'NO_MATCH' },
            },
          },
          visibilityConfig: visible('one-address'),
        },
        ...groups.map(({ name, counted }, index) => ({
          name,
          priority: index + 2,
          overrideAction: { none: {} },
          statement: {
            managedRuleGroupStatement: {
              vendorName: 'AWS',
              name,
              ruleActionOverrides: counted.map((rule) => ({ name: rule, actionToUse: { count: {} } })),
            },
          },
          visibilityConfig: visible(name),
        })),
      ],
    })
    new CfnWebACLAssociation(this, 'Association', { resourceArn: balancerArn, webAclArn: this.acl.attrArn })
    this.#log(stage)
  }

  #log({ logDays, critical }: Stage): void {
    const group = new LogGroup(this, 'Log', {
      // AWS takes no other beginning; the rest is the stack's own, so that a second copy has another.
      logGroupName: Fn.sub('aws-waf-logs-${AWS::StackName}'),
      retention: logDays as RetentionDays,
      removalPolicy: critical ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
    })
    new CfnLoggingConfiguration(this, 'Logging', {
      resourceArn: this.acl.attrArn,
      logDestinationConfigs: [
        Stack.of(this).formatArn({
          service: 'logs',
          resource: 'log-group',
          resourceName: group.logGroupName,
          arnFormat: ArnFormat.COLON_RESOURCE_NAME,
        }),
      ],
      redactedFields: ['authorization', 'cookie', originKeyHeader].map((Name) => ({ singleHeader: { Name } })),
      // Only what was turned away: everything else stands in the balancer's log.
      loggingFilter: {
        DefaultBehavior: 'DROP',
        Filters: [
          { Behavior: 'KEEP', Requirement: 'MEETS_ANY', Conditions: [{ ActionCondition: { Action: 'BLOCK' } }] },
        ],
      },
    })
  }
}

const showsKey = (key: string): CfnWebACL.StatementProperty => ({
  byteMatchStatement: {
    searchString: key,
    positionalConstraint: 'EXACTLY',
    fieldToMatch: { singleHeader: { Name: originKeyHeader } },
    textTransformations: [{ priority: 0, type: 'NONE' }],
  },
})

/** WAF takes an “or” of two at least. */
const anyOf = (statements: CfnWebACL.StatementProperty[]): CfnWebACL.StatementProperty =>
  statements.length === 1 ? statements[0]! : { orStatement: { statements } }
