import { RemovalPolicy, SecretValue, Validations } from 'aws-cdk-lib'
import { CfnApplication } from 'aws-cdk-lib/aws-elasticbeanstalk'
import { ManagedPolicy, Role, ServicePrincipal, type IRole } from 'aws-cdk-lib/aws-iam'
import { Secret, type ISecret } from 'aws-cdk-lib/aws-secretsmanager'
import { Construct } from 'constructs'
import type { Stage } from '../stages.ts'

/** Versions that can be gone back to. Without a bound the account's quota ends deliveries one day. */
const versionsKept = 100

/** The Beanstalk application of a stage: api and workers are environments of it and run the same versions. */
export class Application extends Construct {
  readonly name: string
  /** What Beanstalk itself acts as. */
  readonly serviceRole: IRole
  /** Settings that are secret, by their names; filled by hand: SMTP_URL before all. */
  readonly settings: ISecret

  constructor(scope: Construct, id: string, stage: Stage) {
    super(scope, id)
    const role = new Role(this, 'ServiceRole', {
      assumedBy: new ServicePrincipal('elasticbeanstalk.amazonaws.com'),
      managedPolicies: [
        ManagedPolicy.fromAwsManagedPolicyName('service-role/AWSElasticBeanstalkEnhancedHealth'),
        ManagedPolicy.fromAwsManagedPolicyName('AWSElasticBeanstalkManagedUpdatesCustomerRolePolicy'),
      ],
    })
    Validations.of(role).acknowledge(
      ...['service-role/AWSElasticBeanstalkEnhancedHealth', 'AWSElasticBeanstalkManagedUpdatesCustomerRolePolicy'].map(
        (policy) => ({
          id: `AwsSolutions-IAM4[Policy::arn:<AWS::Partition>:iam::aws:policy/${policy}]`,
          reason:
            'What Beanstalk needs to look after its environments changes with Beanstalk; AWS keeps this policy in step, ours would break updates.',
        }),
      ),
    )
    this.serviceRole = role
    const application = new CfnApplication(this, 'Application', {
      description: `Baton ${stage.name}: api and workers`,
      resourceLifecycleConfig: {
        serviceRole: role.roleArn,
        versionLifecycleConfig: {
          maxCountRule: { enabled: true, maxCount: versionsKept, deleteSourceFromS3: true },
        },
      },
    })
    this.name = application.ref
    this.settings = new Secret(this, 'Settings', {
      description: 'Secret settings of api and workers as a JSON object by name, such as SMTP_URL; filled by hand',
      secretObjectValue: { SMTP_URL: SecretValue.unsafePlainText('') },
      removalPolicy: stage.critical ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
    })
    Validations.of(this.settings).acknowledge({
      id: 'AwsSolutions-SMG4',
      reason: 'Others give out what stands here (a mail server its password); it is changed by hand when they do.',
    })
  }
}
