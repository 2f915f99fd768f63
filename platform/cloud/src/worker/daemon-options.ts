import { cloud } from '@baton/runtime'

/** How Beanstalk's daemon feeds the program, by the names of its options; the stacks and the local cloud both use it. */
export const daemonOptions = {
  HttpPath: cloud.paths.jobs,
  MimeType: cloud.daemon.mimeType,
  HttpConnections: cloud.daemon.connections,
  ConnectTimeout: cloud.daemon.connect,
  InactivityTimeout: cloud.job.inactivity,
  VisibilityTimeout: cloud.job.visibility,
  ErrorVisibilityTimeout: cloud.daemon.errorVisibility,
  RetentionPeriod: cloud.daemon.retention,
}
