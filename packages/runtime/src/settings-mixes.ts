import { queueSetting, jobFamilies } from './cloud.ts'
import type { GivenSettings } from './settings.ts'

/** What is wrong with settings that are right each for itself: mixes that cannot work. One sentence each. */
export function mixes(given: GivenSettings): string[] {
  const has = (name: keyof GivenSettings) => given[name] !== undefined
  const those = (names: (keyof GivenSettings)[]) => names.filter(has)
  const queues = those(jobFamilies.map(queueSetting))
  const ofAws = those(['S3_BUCKET', 'DATABASE_SECRET_ARN', 'BATON_SECRETS_ARN', 'CLOUD_METRICS_NAMESPACE']).concat(
    queues,
  )
  const ofTheSecret = those(['DATABASE_HOST', 'DATABASE_PORT', 'DATABASE_NAME', 'DATABASE_TLS'])
  const ofTheBucket = those(['S3_ENDPOINT', 'S3_PATH_STYLE'])
  const role = given.BATON_ROLE
  const faults: (string | false)[] = [
    ofAws.length > 0 && !has('AWS_REGION') && `AWS_REGION is wanted with ${list(ofAws)}, but is not set.`,
    has('DATABASE_URL') &&
      has('DATABASE_SECRET_ARN') &&
      'DATABASE_URL and DATABASE_SECRET_ARN both name a database. Set one of them.',
    ofTheSecret.length > 0 &&
      !has('DATABASE_SECRET_ARN') &&
      `${list(ofTheSecret)} only completes DATABASE_SECRET_ARN, which is not set. Say it in DATABASE_URL.`,
    has('DATABASE_CA_FILE') &&
      (!has('DATABASE_SECRET_ARN') || (given.DATABASE_TLS ?? 'verify') !== 'verify') &&
      'DATABASE_CA_FILE is only looked at with DATABASE_SECRET_ARN and DATABASE_TLS=verify.',
    has('SECRETS_ENDPOINT') &&
      those(['DATABASE_SECRET_ARN', 'BATON_SECRETS_ARN']).length === 0 &&
      'SECRETS_ENDPOINT stands in for a service that no setting uses. Set BATON_SECRETS_ARN or DATABASE_SECRET_ARN too.',
    ofTheBucket.length > 0 && !has('S3_BUCKET') && `${list(ofTheBucket)} needs S3_BUCKET, which is not set.`,
    has('S3_BUCKET') &&
      has('FILES_DIR') &&
      'S3_BUCKET and FILES_DIR both say where files lie. Set one of them; files do not move by themselves.',
    queues.length > 0 &&
      role !== 'worker' &&
      `${list(queues)} is for BATON_ROLE=worker, which hands jobs on; ${role ? `this is ${role}` : 'no role is set'}.`,
    has('SQS_ENDPOINT') && queues.length === 0 && 'SQS_ENDPOINT stands in for queues, but no SQS_…_QUEUE_URL is set.',
    has('CLOUD_METRICS_NAMESPACE') !== has('CLOUD_METRICS_STAGE') &&
      'CLOUD_METRICS_NAMESPACE and CLOUD_METRICS_STAGE belong together. Set both, or neither.',
    has('CLOUD_METRICS_NAMESPACE') &&
      role !== 'worker' &&
      'CLOUD_METRICS_NAMESPACE is for BATON_ROLE=worker, which counts for all.',
    has('CLOUD_METRICS_ENDPOINT') &&
      !has('CLOUD_METRICS_NAMESPACE') &&
      'CLOUD_METRICS_ENDPOINT stands in for a service that no setting uses. Set CLOUD_METRICS_NAMESPACE too.',
    given.BATON_PERIODIC === 'off' && role !== 'worker' && 'BATON_PERIODIC=off is for BATON_ROLE=worker only.',
    role !== undefined &&
      those(['DATABASE_URL', 'DATABASE_SECRET_ARN']).length === 0 &&
      `BATON_ROLE=${role} needs a database: set DATABASE_SECRET_ARN, or DATABASE_URL.`,
    role !== undefined &&
      !has('S3_BUCKET') &&
      `BATON_ROLE=${role} needs S3_BUCKET: what lies on the disk of an instance is lost with it.`,
    role !== undefined &&
      !has('PUBLIC_URL') &&
      `BATON_ROLE=${role} needs PUBLIC_URL: links and cookies are made for it, and this machine cannot know it.`,
    role === 'worker' &&
      !has('SQS_MAIL_QUEUE_URL') &&
      'BATON_ROLE=worker needs SQS_MAIL_QUEUE_URL: jobs come to it through a queue.',
  ]
  return faults.filter((fault) => fault !== false)
}

const list = (names: readonly string[]): string => names.join(', ')
