import { Duration } from 'aws-cdk-lib'
import { CfnScalingPolicy } from 'aws-cdk-lib/aws-autoscaling'
import { Alarm, ComparisonOperator, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch'
import { PolicyStatement } from 'aws-cdk-lib/aws-iam'
import type { LogGroup } from 'aws-cdk-lib/aws-logs'
import type { IQueue } from 'aws-cdk-lib/aws-sqs'
import { AwsCustomResource, AwsCustomResourcePolicy, PhysicalResourceId } from 'aws-cdk-lib/custom-resources'
import { Construct } from 'constructs'
import { acknowledgeStars } from '../acknowledge-stars.ts'

const groupNamePath = 'AutoScalingGroups.0.AutoScalingGroupName'

export interface ScaleByAgeProps {
  environmentName: string
  queue: IQueue
  /** Seconds the oldest message may wait before another instance starts. */
  outAtAgeSeconds: number
  logGroup: LogGroup
}

/**
 * More instances while the oldest message waits too long, fewer when nothing has waited for a quarter of an hour.
 * Beanstalk's own trigger knows no queues. Its group of instances is asked for once the environment stands, since
 * CloudFormation does not tell its name.
 */
export class ScaleByAge extends Construct {
  constructor(scope: Construct, id: string, { environmentName, queue, outAtAgeSeconds, logGroup }: ScaleByAgeProps) {
    super(scope, id)
    const asked = {
      service: 'AutoScaling',
      action: 'describeAutoScalingGroups',
      parameters: { Filters: [{ Name: 'tag:elasticbeanstalk:environment-name', Values: [environmentName] }] },
      outputPaths: [groupNamePath],
      physicalResourceId: PhysicalResourceId.of(environmentName),
    }
    const group = new AwsCustomResource(this, 'Group', {
      onCreate: asked,
      onUpdate: asked,
      logGroup,
      installLatestAwsSdk: false,
      policy: AwsCustomResourcePolicy.fromStatements([
        // Describing has no resource in IAM.
        new PolicyStatement({ actions: ['autoscaling:DescribeAutoScalingGroups'], resources: ['*'] }),
      ]),
    })
    acknowledgeStars(group, [
      [/^Resource::\*$/, 'IAM knows no resource for describing groups of instances; it reads, and changes nothing.'],
    ])
    const groupName = group.getResponseField(groupNamePath)
    const step = (name: string, change: number, cooldown: Duration) =>
      new CfnScalingPolicy(this, name, {
        autoScalingGroupName: groupName,
        policyType: 'SimpleScaling',
        adjustmentType: 'ChangeInCapacity',
        scalingAdjustment: change,
        cooldown: String(cooldown.toSeconds()),
      })
    const age = queue.metricApproximateAgeOfOldestMessage({ period: Duration.minutes(1), statistic: 'Maximum' })
    const act = (
      name: string,
      policy: CfnScalingPolicy,
      threshold: number,
      minutes: number,
      comparisonOperator: ComparisonOperator,
    ) => {
      const trigger = new Alarm(this, name, {
        metric: age,
        threshold,
        comparisonOperator,
        evaluationPeriods: minutes,
        treatMissingData: TreatMissingData.NOT_BREACHING,
        alarmDescription: 'Changes the number of instances; tells nobody.',
      })
      trigger.addAlarmAction({ bind: () => ({ alarmActionArn: policy.ref }) })
    }
    act(
      'Waits',
      step('OutScalingPolicy', 1, Duration.minutes(3)),
      outAtAgeSeconds,
      2,
      ComparisonOperator.GREATER_THAN_THRESHOLD,
    )
    // Far below, or the group would swing.
    act(
      'WaitsNoMore',
      step('InScalingPolicy', -1, Duration.minutes(10)),
      outAtAgeSeconds / 4,
      15,
      ComparisonOperator.LESS_THAN_THRESHOLD,
    )
  }
}
