/** One thing a check found in what was synthesized. */
export interface Finding {
  /** Which rule speaks: `cidr-sanity`, `AwsSolutions-S1`, `E3012`. */
  id: string
  /** An `error` must not be deployed; a `warning` is read by a person. */
  severity: 'error' | 'warning'
  /** `baton-staging-network` */
  stack: string
  /** Absent when it is about the whole stack. */
  logicalId?: string
  /** `Properties.CidrBlock`, or the path of the construct; absent when it is about the whole resource. */
  path?: string
  /** What was found, in one sentence. */
  says: string
  /** What to do about it. */
  mend: string
}

/** `baton-staging-network Subnet1 Properties.CidrBlock: …. Mend: … (cidr-sanity)` */
export function presentFinding({ id, stack, logicalId, path, says, mend }: Finding): string {
  const place = [stack, logicalId, path].filter(Boolean).join(' ')
  return `${place}: ${says}${/[.!?]$/.test(says) ? '' : '.'} Mend: ${mend} (${id})`
}
