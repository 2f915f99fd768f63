import type { Measured, World } from '../evaluate/watch-over.ts'

export const gib = 1024 ** 3

/** What CloudWatch says of a stage in which all is well, each minute. What is not here says nothing when all is well. */
const well: Record<string, number> = {
  'AWS/ApplicationELB RequestCount': 6_000,
  'AWS/ApplicationELB HTTPCode_Target_5XX_Count': 6,
  'AWS/ApplicationELB TargetResponseTime': 0.09,
  'AWS/ElasticBeanstalk EnvironmentHealth': 0,
  'AWS/ElasticBeanstalk InstancesOk': 3,
  'AWS/SQS ApproximateAgeOfOldestMessage': 2,
  'AWS/SQS ApproximateNumberOfMessagesVisible': 0,
  'AWS/RDS CPUUtilization': 30,
  'AWS/RDS DatabaseConnections': 40,
  'AWS/RDS FreeableMemory': 4 * gib,
  'AWS/RDS FreeStorageSpace': 60 * gib,
  'AWS/RDS DiskQueueDepth': 1,
  'AWS/RDS ReplicaLag': 1,
  'AWS/RDS MaximumUsedTransactionIDs': 40_000_000,
  'AWS/Lambda Invocations': 1,
  'AWS/Lambda Errors': 0,
  'AWS/AutoScaling GroupInServiceInstances': 1,
  'AWS/CertificateManager DaysToExpiry': 200,
  'Baton/production ProcessesOpen': 1_200,
  'Baton/production MailFailedToday': 1,
  'Baton/production CertificateDays': 200,
}

/** Changes to what is well, in force for a while. A value may depend on the minute since it began. */
export interface Change {
  from: number
  to: number
  metric: string
  /** Part of a dimension’s value, where only one thing changes: `Mail`. */
  of?: string
  is: number | undefined | ((since: number) => number | undefined)
}

const nameOf = ({ namespace, name }: Measured) => `${namespace} ${name}`

/** All is well but for these changes; where several speak of a minute, the last counts. */
export function worldOf(...changes: Change[]): World {
  return (metric, minute) => {
    const change = changes.findLast(
      ({ from, to, metric: name, of }) =>
        minute >= from &&
        minute < to &&
        name === nameOf(metric) &&
        (of === undefined || Object.values(metric.dimensions).some((value) => value.includes(of))),
    )
    if (!change) return well[nameOf(metric)]
    return typeof change.is === 'function' ? change.is(minute - change.from) : change.is
  }
}
