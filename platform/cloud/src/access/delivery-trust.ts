import { Aws } from 'aws-cdk-lib'
import { FederatedPrincipal, type IPrincipal } from 'aws-cdk-lib/aws-iam'
import type { Stage } from '../stages.ts'

const issuer = 'token.actions.githubusercontent.com'

export const gitHubIssuer = `https://${issuer}`
export const gitHubAudience = 'sts.amazonaws.com'
/** There is one such provider in an account, known by its address. */
export const gitHubProviderArn = `arn:${Aws.PARTITION}:iam::${Aws.ACCOUNT_ID}:oidc-provider/${issuer}`

/** A job of GitHub's that may take a role: of an environment, whose rules hold then, or of a branch. */
export type Job = { environment: string } | { branch: string }

/**
 * The jobs of our repository as GitHub names them in its tokens, with the numbers of owner and repository: who takes
 * over a name that was given up does not get the number.
 */
export function subjectOf({ delivery }: Stage, job: Job): string {
  const { owner, ownerId, repository, repositoryId } = delivery
  const which = 'environment' in job ? `environment:${job.environment}` : `ref:refs/heads/${job.branch}`
  return `repo:${owner}@${ownerId}/${repository}@${repositoryId}:${which}`
}

/** Tokens for exactly this job. Both claims are compared to the letter: a pattern is how others get in. */
export function trusted(stage: Stage, job: Job): IPrincipal {
  return new FederatedPrincipal(
    gitHubProviderArn,
    { StringEquals: { [`${issuer}:aud`]: gitHubAudience, [`${issuer}:sub`]: subjectOf(stage, job) } },
    'sts:AssumeRoleWithWebIdentity',
  )
}
