import type { Synthesized } from '../synth.ts'

/** What is known to differ from region to region besides the region's own name; each with why. */
const allowed: [RegExp, string][] = [
  [
    /\.aws:RequestedRegion\./,
    'The ceiling of roles lists the regions of the stage with that of the distribution, sorted',
  ],
  [
    /\.(?:Planning|InfrastructureDelivery)\w{8}\..*\.Resource\./,
    'Whoever deploys reaches the regions of the stage and us-east-1, which are one where the stage is there',
  ],
  [/\.DashboardBody\./, 'CDK names the region of a number on a page only where it is another than that of the page'],
  [/\bS3Key$|TemplateURL|Metadata\.aws:asset/, 'Files are named after their content, which names the region'],
]

/**
 * Compares a stage in two regions. A place is one more entry in stages.ts only if nothing else hangs on the region.
 * @returns paths in the templates that differ by more than the name of the region; none when all is as it should be
 */
export function regionDifferences(one: Synthesized, other: Synthesized): string[] {
  const neutral = ({ templates, place }: Synthesized) =>
    Object.fromEntries([...templates].map(([name, template]) => [name, withoutRegion(template, place.region)]))
  return differences(neutral(one), neutral(other), '').filter(
    (path) => !allowed.some(([pattern]) => pattern.test(path)),
  )
}

/** What belongs to the distribution names us-east-1 wherever a stage is. */
function withoutRegion(value: unknown, region: string): unknown {
  return JSON.parse(JSON.stringify(value).replaceAll(region, 'REGION').replaceAll('us-east-1', 'REGION')) as unknown
}

function differences(one: unknown, other: unknown, path: string): string[] {
  if (one === other) return []
  if (typeof one !== 'object' || typeof other !== 'object' || one === null || other === null) return [path]
  const keys = new Set([...Object.keys(one), ...Object.keys(other)])
  return [...keys].flatMap((key) =>
    differences(
      (one as Record<string, unknown>)[key],
      (other as Record<string, unknown>)[key],
      path === '' ? key : `${path}.${key}`,
    ),
  )
}
