/** What CloudFormation asks a resource of our own; only what is looked at here. */
export interface Asked {
  RequestType: 'Create' | 'Update' | 'Delete'
  PhysicalResourceId?: string
  ResourceProperties: { Groups?: string[]; Days?: string }
}

/** Log groups, as CloudWatch keeps them. */
export interface LogGroups {
  /** @returns false when it was there already */
  make(name: string): Promise<boolean>
  keep(name: string, days: number): Promise<void>
}

/**
 * Makes the log groups that are missing, and sets for all of them how long they keep their lines. Beanstalk makes some
 * of them when an environment starts and others with their first line; whoever comes second finds them there. Deleting
 * leaves them: Beanstalk's own choice, and the time they keep, decide what becomes of them.
 * @returns the identity of the resource, which never changes
 */
export async function ensureLogGroups(groups: LogGroups, asked: Asked): Promise<string> {
  const identity = asked.PhysicalResourceId ?? 'log-groups'
  if (asked.RequestType === 'Delete') return identity
  const { Groups = [], Days } = asked.ResourceProperties
  const days = Number(Days)
  if (!Number.isInteger(days) || days < 1) throw new Error(`Days should be a number of days, but is ${Days}.`)
  for (const name of Groups) {
    await groups.make(name)
    await groups.keep(name, days)
  }
  return identity
}
