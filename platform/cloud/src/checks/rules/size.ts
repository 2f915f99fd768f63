import type { Finding } from '../finding.ts'
import type { Rule } from '../rule.ts'

/** CloudFormation's own limits: bytes of a template read from S3, and how many of each part. */
const limits = { bytes: 1_000_000, Resources: 500, Parameters: 200, Outputs: 200 }

/** A template that has grown too large to be taken. */
export const templateSize: Rule = ({ templates }) =>
  [...templates].flatMap(([stack, template]): Finding[] => {
    const found = {
      bytes: Buffer.byteLength(JSON.stringify(template)),
      Resources: Object.keys(template.Resources).length,
      Parameters: Object.keys(template.Parameters ?? {}).length,
      Outputs: Object.keys(template.Outputs ?? {}).length,
    }
    return (Object.keys(limits) as (keyof typeof limits)[])
      .filter((name) => found[name] > limits[name])
      .map((name) => ({
        id: 'template-size',
        severity: 'error',
        stack,
        says: `${found[name]} ${name}, CloudFormation takes ${limits[name]}`,
        mend: 'Part it into two nested stacks.',
      }))
  })
