import { cloud } from '@baton/runtime'
import type { Options } from '../api/options.ts'

/** Stands in no bundle, so nothing is ever found there. */
const noFolder = 'no-version-yet'

/**
 * Keeps jobs until a version of ours takes them. A new environment runs Beanstalk's sample, which answers 200 to whatever
 * is posted, and the daemon would remove job after job that nobody did. Here the instance's proxy looks for the path of
 * jobs among files instead and answers 404: jobs come again, and those that wait too long lie among the dead letters.
 * The bundle names the very path in its own settings of the proxy (`bundle/contents.ts`), and an exact path goes before.
 */
export const jobsWaitForAVersion: Options = {
  'aws:elasticbeanstalk:environment:proxy:staticfiles': { [cloud.paths.jobs]: noFolder },
}

/** The settings of nginx that Beanstalk's platform writes of that option. */
export const asBeanstalkWritesIt = `location ${cloud.paths.jobs} {
  alias /var/app/current/${noFolder};
  access_log off;
}
`
