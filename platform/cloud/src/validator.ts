import { createRequire } from 'node:module'
import type { Template } from './synth.ts'

/** What the CloudFormation validator says of one place in a template. */
export interface Diagnostic {
  /** `F…` cannot be deployed, `E…` error, `W…` warning, `I…` notice. */
  ruleId: string
  severity: 'DEBUG' | 'INFO' | 'WARN' | 'ERROR' | 'FATAL'
  message: string
  entity?: { logicalId?: string; resourceType?: string }
  /** `Properties.Tier.Name`; absent when it is about the whole resource or template. */
  propertyPath?: string
  suggestedFix?: string
}

interface Engine {
  validateTemplate(
    template: unknown,
    config: { severityLevel: Diagnostic['severity']; include?: { ids: string[] } },
  ): { diagnostics: Diagnostic[] }
}

interface Validator {
  CompositeEngine: new () => Engine
  TemplateContent: new (content: string, name: string) => unknown
}

let loaded: { validator: Validator; engine: Engine } | undefined

/**
 * Runs CloudFormation's own schemas and rules over one template. CDK brings the engine and runs it over parents only;
 * here every template passes through it. Loading takes 1–2 s once.
 * @param only ids of rules to run; all when absent
 */
export function diagnose(name: string, template: Template, only?: string[]): Diagnostic[] {
  loaded ??= load()
  const { validator, engine } = loaded
  const content = new validator.TemplateContent(JSON.stringify(template), name)
  return engine.validateTemplate(content, { severityLevel: 'INFO', ...(only && { include: { ids: only } }) })
    .diagnostics
}

function load() {
  // It stands inside aws-cdk-lib; the version on npm by itself is an older one with other exports.
  const validator = createRequire(createRequire(import.meta.url).resolve('aws-cdk-lib/package.json'))(
    '@aws/cloudformation-validate',
  ) as Validator
  return { validator, engine: new validator.CompositeEngine() }
}
