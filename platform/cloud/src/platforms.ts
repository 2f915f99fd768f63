/** A version of Beanstalk's Node.js platform. AWS retires them: then no new environment can be made with it. */
export interface BeanstalkPlatform {
  /** As it stands in the ARN: `Node.js 24 running on 64bit Amazon Linux 2023`. */
  branch: string
  version: string
  /** Node's major version, compared with what the bundle needs. */
  node: number
  /** The last day AWS supports the branch, as `YYYY-MM-DD`: the end of life of its Node. */
  retires: string
  /** The day on which `version` was looked up and was the newest, as `YYYY-MM-DD`. */
  readOn: string
}

/**
 * Source: AWS Elastic Beanstalk platform history and the Node.js release schedule. Environments take minor versions by
 * themselves; bring these up before a change of their stack, which may otherwise put them back.
 */
export const nodePlatforms = {
  node24: {
    branch: 'Node.js 24 running on 64bit Amazon Linux 2023',
    version: '6.10.0',
    node: 24,
    retires: '2028-04-30',
    readOn: '2026-03-31',
  },
  node22: {
    branch: 'Node.js 22 running on 64bit Amazon Linux 2023',
    version: '6.10.0',
    node: 22,
    retires: '2027-04-30',
    readOn: '2026-03-31',
  },
} satisfies Record<string, BeanstalkPlatform>

/** The ARN holds the region and no account: platforms belong to AWS. */
export function platformArn(platform: BeanstalkPlatform, region: string): string {
  return `arn:aws:elasticbeanstalk:${region}::platform/${platform.branch}/${platform.version}`
}
