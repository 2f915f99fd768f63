import { App, Tags } from 'aws-cdk-lib'
import { EdgeStack } from './edge-stack.ts'
import { MainStack } from './main-stack.ts'
import type { Place, Stage } from './stages.ts'

/**
 * The whole cloud of one stage in one place: the main stack, and the small stack in us-east-1 that CloudFront's
 * certificate needs.
 * @param outdir where the assembly is written; a temporary folder when absent
 */
export function cloudOf(stage: Stage, place: Place, outdir?: string): App {
  const app = new App({
    outdir,
    analyticsReporting: false,
    treeMetadata: false,
    // It looks at parents only; `checks` passes every template through the same validator.
    builtinCloudFormationValidation: false,
    // Logs of buckets are let in by policy; the other way needs the access lists that S3 advises against.
    context: { '@aws-cdk/aws-s3:serverAccessLogsUseBucketPolicy': true },
  })
  const edge = new EdgeStack(app, `baton-${stage.name}-edge`, { stage, place })
  const main = new MainStack(app, `baton-${stage.name}`, { stage, place })
  main.addStackDependency(edge)
  Tags.of(app).add('baton:stage', stage.name)
  Tags.of(app).add('baton:product', 'baton')
  return app
}
