import { Refused } from './refused.ts'
import type { Stage } from './stages.ts'

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

/** Days before a platform's end in which it must be changed: a team needs a quarter for a new major version. */
const notice = 90

/** What is wrong with the age of a platform, and how it is mended; nothing while AWS supports it for a quarter yet. */
export function endOf({ branch, retires }: BeanstalkPlatform, today: Date): { says: string; mend: string } | undefined {
  const days = Math.floor((new Date(`${retires}T00:00:00Z`).getTime() - today.getTime()) / 86_400_000)
  if (days >= notice) return undefined
  return {
    says: `${branch} ${days < 0 ? `has been retired since ${retires}` : `retires in ${days} days`}`,
    mend: 'Choose the next branch in platforms.ts and try it in staging first.',
  }
}

/**
 * Lets pass a stage whose platform AWS goes on supporting.
 * @throws Refused when Beanstalk makes no new environment with it, or will not soon
 */
export function requireSupported({ name, platform }: Stage, today: Date): void {
  const end = endOf(platform, today)
  if (end) throw new Refused(`The platform of “${name}” in platform/cloud/src/stages.ts: ${end.says}. ${end.mend}`)
}

/** The ARN holds the region and no account: platforms belong to AWS. */
export function platformArn(platform: BeanstalkPlatform, region: string): string {
  return `arn:aws:elasticbeanstalk:${region}::platform/${platform.branch}/${platform.version}`
}
