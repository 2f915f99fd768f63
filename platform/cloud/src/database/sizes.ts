import { Refused } from '../refused.ts'

/** GiB of memory of an instance by its size; families with `r` have twice as much. */
const gibBySize: Record<string, number> = {
  micro: 1,
  small: 2,
  medium: 4,
  large: 8,
  xlarge: 16,
  '2xlarge': 32,
  '4xlarge': 64,
  '8xlarge': 128,
}

/**
 * Memory of an instance class in GiB.
 * @param instanceClass without `db.`: `m7g.large`
 * @throws Refused for a class that is not known here
 */
export function memoryGib(instanceClass: string): number {
  const [family = '', size = ''] = instanceClass.split('.')
  const gib = /^[tmr]\d/.test(family) ? gibBySize[size] : undefined
  if (gib === undefined) {
    throw new Refused(
      `database.instanceClass: wanted a t, m or r class like m7g.large, found “${instanceClass}”. ` +
        'Put it right in platform/cloud/src/stages.ts, or add its memory to database/sizes.ts.',
    )
  }
  return family.startsWith('r') ? gib * 2 : gib
}

/** Connections that fit: each takes about 10 MB, and most of the memory belongs to the cache. */
export const connectionsFor = (gib: number): number => Math.min(Math.round(gib * 80), 5000)

/** An Aurora capacity unit has 2 GiB. */
export const gibOfAcu = (acu: number): number => acu * 2
