import type { Rule } from '../rule.ts'

/** For how long AWS lets an account make new environments with a version that it used and that is not the newest. */
const newestFor = 30

/**
 * Environments that stand take new versions of their platform by themselves, and a new one can be made with the newest
 * version only, so a version that was looked up long ago is worth another look. Whether there is a newer one, only AWS
 * knows.
 */
export const platformAge: Rule = ({ stage, today }) => {
  const { branch, version, readOn } = stage.platform
  const days = Math.floor((today.getTime() - Date.parse(`${readOn}T00:00:00Z`)) / 86_400_000)
  if (days <= newestFor) return []
  return [
    {
      id: 'platform-age',
      severity: 'warning',
      stack: `baton-${stage.name}-api`,
      path: 'PlatformArn',
      says:
        `${branch} ${version} was the newest ${days} days ago. Beanstalk makes no new environment with a version ` +
        'that is not, and may put one that stands back to it',
      mend:
        'Ask for the newest and put it with today’s date into platforms.ts: aws elasticbeanstalk ' +
        `list-platform-versions --filters 'Type=PlatformBranchName,Operator==,Values=${branch}' ` +
        "--query 'PlatformSummaryList[0].PlatformVersion'",
    },
  ]
}
