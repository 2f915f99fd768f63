import { Refused } from '../refused.ts'

/**
 * Lets pass ranges that somebody may come from.
 * @throws Refused for a range that is none, or so wide that it is everyone
 */
export function requireNarrow(cidrs: string[]): void {
  const faults = cidrs.filter((cidr) => {
    const mask = /^(?:\d{1,3}\.){3}\d{1,3}\/(?<mask>\d{1,2})$/.exec(cidr)?.groups?.['mask']
    return mask === undefined || Number(mask) < 16 || Number(mask) > 32
  })
  if (cidrs.length > 0 && faults.length === 0) return
  throw new Refused(
    `bastion.ssh.allowedCidrs: wanted ranges of /16 or smaller that your people come from, found ${
      faults.length > 0 ? faults.map((cidr) => `“${cidr}”`).join(', ') : 'none'
    }. Put them right in platform/cloud/src/stages.ts, or leave \`ssh\` out: Session Manager needs no open port.`,
  )
}
