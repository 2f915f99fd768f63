import { CfnOutput, Fn, type Stack } from 'aws-cdk-lib'
import type { Access } from './access/access.ts'
import type { Alerts } from './alerts/alerts-stack.ts'
import type { Api } from './api/api.ts'
import type { Lake } from './lake/lake.ts'
import type { Web } from './web/web.ts'
import type { Worker } from './worker/worker.ts'

export interface Told {
  access: Access
  alerts: Alerts
  api: Api
  lake: Lake
  web: Web
  worker: Worker
}

/**
 * What people and deliveries need to know of an environment that stands, as outputs of the main stack: nothing in it has
 * a name that could be known before. docs/guides/cloud.md says what each is for.
 */
export function tellNames(stack: Stack, { access, alerts, api, lake, web, worker }: Told): void {
  const names: Record<string, string> = {
    Application: api.application.name,
    ApiEnvironment: api.environmentName,
    WorkerEnvironments: Fn.join(
      ' ',
      [...worker.environments.values()].map(({ environmentName }) => environmentName),
    ),
    WebBucket: web.bucket.bucketName,
    Distribution: web.distribution.distributionId,
    SettingsSecret: api.application.settings.secretArn,
    ChannelsSecret: alerts.channelSecret.secretArn,
    Workgroup: lake.workgroupName,
    ...Object.fromEntries(Object.entries(access.roles).map(([name, role]) => [`${name}Role`, role.roleArn])),
  }
  for (const [name, value] of Object.entries(names)) new CfnOutput(stack, name, { value })
}
