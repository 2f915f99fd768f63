import type { CfnEnvironment } from 'aws-cdk-lib/aws-elasticbeanstalk'
import { optionsOfNamespace } from '../checks/rules/beanstalk-options.ts'

/** Options of a Beanstalk environment: `{ 'aws:autoscaling:asg': { MinSize: 1 } }`. Absent values are left out. */
export type Options = Record<string, Record<string, string | number | boolean | undefined>>

/** Puts several together; where two set the same option, the later one counts. */
export function merge(...parts: Options[]): Options {
  const merged: Options = {}
  for (const part of parts) {
    for (const [namespace, options] of Object.entries(part)) merged[namespace] = { ...merged[namespace], ...options }
  }
  return merged
}

/**
 * As CloudFormation wants them, sorted, so that the same options give the same template.
 * @throws Error for a namespace or option that Beanstalk does not have: CloudFormation would take it, and the
 * environment would fail to start
 */
export function optionSettings(options: Options): CfnEnvironment.OptionSettingProperty[] {
  return Object.entries(options)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([place, values]) => {
      const [namespace = '', resourceName] = place.split(' ')
      const known = optionsOfNamespace(namespace)
      if (known === undefined) throw new Error(`Beanstalk has no namespace ${namespace}.`)
      return Object.entries(values)
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .flatMap(([optionName, value]) => {
          if (known !== 'any' && !known.includes(optionName)) {
            throw new Error(`Beanstalk's namespace ${namespace} has no option ${optionName}.`)
          }
          return value === undefined
            ? []
            : [{ namespace, optionName, value: String(value), ...(resourceName && { resourceName }) }]
        })
    })
}
