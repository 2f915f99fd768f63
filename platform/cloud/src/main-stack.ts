import { CfnParameter, Stack } from 'aws-cdk-lib'
import { PermissionsBoundary } from 'aws-cdk-lib/aws-iam'
import type { Construct } from 'constructs'
import { Access } from './access/access.ts'
import { Boundary } from './access/boundary.ts'
import { Alerts } from './alerts/alerts-stack.ts'
import { Api } from './api/api.ts'
import { Bastion } from './bastion/bastion.ts'
import { Certificates } from './certificates/certificates.ts'
import { Database } from './database/database.ts'
import { Files } from './files/files.ts'
import { Lake } from './lake/lake.ts'
import { Monitoring } from './monitoring/monitoring.ts'
import { Network } from './network/network.ts'
import { tellNames } from './outputs.ts'
import type { PartProps } from './part.ts'
import { Queues } from './queues/queues.ts'
import { Web } from './web/web.ts'
import { Worker } from './worker/worker.ts'

/** One environment of Baton: every part as a nested stack, in an order in which each stands on those before it. */
export class MainStack extends Stack {
  constructor(scope: Construct, id: string, { stage, place }: PartProps) {
    super(scope, id, {
      env: { region: place.region },
      description: `Baton ${stage.name} in ${place.region}`,
      terminationProtection: stage.critical,
    })
    const edgeCertificateArn = new CfnParameter(this, 'EdgeCertificateArn', {
      description: 'Output CertificateArn of the edge stack in us-east-1',
      allowedPattern: 'arn:aws[a-z-]*:acm:us-east-1:[0-9]{12}:certificate/.+',
    })
    // The ceiling is there before anybody stands under it.
    PermissionsBoundary.of(this).apply(new Boundary(this, 'Boundary', { stage, place }).policy)
    const network = new Network(this, 'Network', { stage, place })
    const alerts = new Alerts(this, 'Alerts', { stage, place })
    const { topics, router } = alerts
    new Bastion(this, 'Bastion', { stage, place, network, topics })
    const database = new Database(this, 'Database', { stage, place, network, topics })
    const certificates = new Certificates(this, 'Certificates', { stage, place, topics })
    const files = new Files(this, 'Files', { stage, place })
    const queues = new Queues(this, 'Queues', { stage, place, topics })
    const api = new Api(this, 'Api', { stage, place, network, topics, certificates, files, database })
    const worker = new Worker(this, 'Worker', { stage, place, network, topics, files, database, queues, api })
    const web = new Web(this, 'Web', {
      stage,
      place,
      certificates,
      files,
      edgeCertificateArn: edgeCertificateArn.valueAsString,
      originKeys: api.originKeys,
      topics,
    })
    const lake = new Lake(this, 'Lake', { stage, place, files })
    const { name: applicationName } = api.application
    const { environmentName } = api
    const delivered = { api: { applicationName, environmentName }, worker, web }
    const access = new Access(this, 'Access', { stage, place, ...delivered })
    new Monitoring(this, 'Monitoring', { stage, place, topics, router, api, worker, database, queues, web })
    tellNames(this, { access, alerts, api, lake, web, worker })
  }
}
