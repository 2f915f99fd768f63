import { CfnEventSubscription } from 'aws-cdk-lib/aws-rds'
import type { Construct } from 'constructs'
import type { AlarmTopics } from '../alarms.ts'
import type { Made } from './database.ts'

/**
 * What RDS tells of itself and no metric shows: that it switched to its standby, that a backup or the server failed,
 * that the volume has reached its ceiling. Backups that went well are not told.
 */
export function tellEvents(scope: Construct, topics: AlarmTopics, { kind, identifier }: Made['rotates']): void {
  new CfnEventSubscription(scope, 'Events', {
    snsTopicArn: topics.warning.topicArn,
    sourceType: kind === 'instance' ? 'db-instance' : 'db-cluster',
    sourceIds: [identifier],
    eventCategories: kind === 'instance' ? ['failover', 'failure', 'low storage', 'recovery'] : ['failover', 'failure'],
  })
}
