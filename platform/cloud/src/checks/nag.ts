import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { Stack, Validations, type CfnResource } from 'aws-cdk-lib'
import { AwsSolutionsChecks, NagMessageLevel, NagRuleCompliance, type IApplyRule } from 'cdk-nag'
import type { IConstruct } from 'constructs'
import { cloudOf } from '../app.ts'
import type { Place, Stage } from '../stages.ts'
import type { Finding } from './finding.ts'

/** Shorter than this nobody has explained anything. */
const shortestReason = 30

interface Raised {
  node: CfnResource
  rule: string
  says: string
  severity: Finding['severity']
}

interface Acknowledgement {
  at: IConstruct
  rule: string
  reason: string
  used: boolean
}

/** cdk-nag's pack with what it raises told whether acknowledged or not, so that an acknowledgement of nothing shows. */
class Recorder extends AwsSolutionsChecks {
  readonly raised: Raised[] = []

  protected override applyRule({ ruleSuffixOverride, rule, node, info, level }: IApplyRule): void {
    const name = `${this.packName}-${ruleSuffixOverride ?? rule.name}`
    const severity = level === NagMessageLevel.ERROR ? 'error' : 'warning'
    const raise = (id: string, says: string) => this.raised.push({ node, rule: id, says, severity })
    try {
      const result = rule(node)
      if (Array.isArray(result)) for (const each of result) raise(`${name}[${each}]`, info)
      else if (result === NagRuleCompliance.NON_COMPLIANT) raise(name, info)
    } catch {
      // A value that only CloudFormation knows; whoever looks must say why it is well.
      raise(name, `${info} (it could not be judged: a value is known when it is deployed)`)
    }
  }
}

/** Runs AwsSolutions over the whole tree: what is not acknowledged, and acknowledgements without reason or use. */
export function nag(stage: Stage, place: Place): Finding[] {
  const folder = mkdtempSync(path.join(tmpdir(), 'baton-nag-'))
  try {
    const app = cloudOf(stage, place, folder)
    app.synth()
    return nagTree(app)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** The same over any tree of constructs that has been synthesized. */
export function nagTree(tree: IConstruct): Finding[] {
  const recorder = new Recorder()
  recorder.validateScope(tree)
  const acknowledgements = tree.node.findAll().flatMap(acknowledgementsOf)
  const open = recorder.raised.filter((raised) => {
    const found = acknowledgements.filter(({ at, rule }) => rule === raised.rule && isUnder(raised.node, at))
    for (const each of found) each.used = true
    return found.length === 0
  })
  return [
    ...open.map(({ node, rule, says, severity }) => ({
      id: rule,
      severity,
      ...placeOf(node),
      says,
      mend: `Mend it, or acknowledge it beside the resource with a reason: Validations.of(…).acknowledge({ id: '${rule}', … }).`,
    })),
    ...acknowledgements.flatMap(({ at, rule, reason, used }): Finding[] => {
      if (!used)
        return [
          {
            id: 'unused-acknowledgement',
            severity: 'error',
            ...placeOf(at),
            says: `${rule} is acknowledged and not raised`,
            mend: 'Take the acknowledgement away.',
          },
        ]
      if (reason.trim().length >= shortestReason) return []
      return [
        {
          id: 'acknowledgement-reason',
          severity: 'error',
          ...placeOf(at),
          says: `${rule} is acknowledged for “${reason}”`,
          mend: 'Say why it does no harm here.',
        },
      ]
    }),
  ]
}

function acknowledgementsOf(at: IConstruct): Acknowledgement[] {
  const byRule = new Map<string, Acknowledgement>()
  for (const { type, data } of at.node.metadata) {
    if (type !== Validations.ACKNOWLEDGED_RULES_METADATA_KEY) continue
    for (const [id, reason] of Object.entries(data as Record<string, string>)) {
      const rule = id.replace(/^annotation::/i, '')
      // CDK's validator reads its own acknowledgements.
      if (rule.startsWith('AwsSolutions-')) byRule.set(rule, { at, rule, reason, used: false })
    }
  }
  return [...byRule.values()]
}

const isUnder = (node: IConstruct, scope: IConstruct) => node.node.scopes.includes(scope)

function placeOf(node: IConstruct): Pick<Finding, 'stack' | 'path'> {
  const scopes = node.node.scopes.filter((scope) => Stack.isStack(scope))
  return { stack: scopes.map(({ node: { id } }) => id.toLowerCase()).join('-'), path: node.node.path }
}
