import { Duration, Fn, RemovalPolicy, Validations } from 'aws-cdk-lib'
import { Certificate } from 'aws-cdk-lib/aws-certificatemanager'
import {
  AccessLevel,
  AllowedMethods,
  CachePolicy,
  Distribution,
  Function,
  FunctionCode,
  FunctionEventType,
  FunctionRuntime,
  HttpVersion,
  OriginProtocolPolicy,
  OriginRequestPolicy,
  OriginSslPolicy,
  PriceClass,
  ResponseHeadersPolicy,
  S3OriginAccessControl,
  SecurityPolicyProtocol,
  ViewerProtocolPolicy,
  type BehaviorOptions,
  type HeadersFrameOption,
  type HeadersReferrerPolicy,
} from 'aws-cdk-lib/aws-cloudfront'
import { HttpOrigin, S3BucketOrigin } from 'aws-cdk-lib/aws-cloudfront-origins'
import { AaaaRecord, ARecord, RecordTarget } from 'aws-cdk-lib/aws-route53'
import { CloudFrontTarget } from 'aws-cdk-lib/aws-route53-targets'
import { BlockPublicAccess, Bucket, BucketEncryption } from 'aws-cdk-lib/aws-s3'
import type { Construct } from 'constructs'
import { carefulHeaders, cloud, onlyByTlsSeconds, pagePolicy } from '@baton/runtime'
import type { AlarmTopics } from '../alarms.ts'
import type { OriginKeys } from '../api/origin-keys.ts'
import type { Certificates } from '../certificates/certificates.ts'
import type { Files } from '../files/files.ts'
import { originKeyHeader } from '../origin-key-header.ts'
import { Part, type PartProps } from '../part.ts'
import { AskedFromOutside } from './asked-from-outside.ts'
import { apiRequest, edgeCode, pageRequest, type ViewerRequest } from './edge-functions.ts'

export interface WebProps extends PartProps {
  certificates: Certificates
  files: Files
  /** Of the distribution's certificate, in us-east-1. */
  edgeCertificateArn: string
  originKeys: OriginKeys
  topics: AlarmTopics
}

/** What the balancer answers; everything else is the web app. */
const apiPaths = ['/api/*', cloud.paths.alive, cloud.paths.ready]

/**
 * Errors that CloudFront would otherwise give to everybody for 10 s, whatever the answer says of keeping it: a program
 * that was not ready for one person would not be ready for anyone, and a new file missing after it was brought.
 */
const rememberedErrors = [404, 405, 414, 500, 501, 502, 503, 504]

/**
 * The front of everything: one address for the web app from a bucket and the API behind the balancer.
 *
 * CloudFront tells its metrics in us-east-1 only, and an alarm cannot look into another region. What goes wrong behind
 * it is seen at the balancer; that the whole is reachable is asked from outside.
 */
export class Web extends Part {
  /** Holds the web app as the web archive lists it: hashed assets first, `index.html` last. */
  readonly bucket: Bucket
  readonly distribution: Distribution

  constructor(scope: Construct, id: string, props: WebProps) {
    super(scope, id, props, 'Web: the distribution, and the bucket of the web app')
    const { certificates, files, edgeCertificateArn, originKeys } = props
    this.bucket = this.#makeBucket(files)
    const api = this.#apiBehavior(certificates.originDomain, originKeys)
    this.distribution = new Distribution(this, 'Distribution', {
      comment: `Baton ${this.stage.name}`,
      domainNames: [this.place.domain],
      certificate: Certificate.fromCertificateArn(this, 'Certificate', edgeCertificateArn),
      minimumProtocolVersion: SecurityPolicyProtocol.TLS_V1_2_2021,
      httpVersion: HttpVersion.HTTP2_AND_3,
      priceClass: this.stage.critical ? PriceClass.PRICE_CLASS_ALL : PriceClass.PRICE_CLASS_100,
      defaultRootObject: 'index.html',
      defaultBehavior: this.#pageBehavior(files),
      additionalBehaviors: Object.fromEntries(apiPaths.map((path) => [path, api])),
      errorResponses: rememberedErrors.map((httpStatus) => ({ httpStatus, ttl: Duration.seconds(0) })),
    })
    Validations.of(this.distribution).acknowledge(
      { id: 'AwsSolutions-CFR1', reason: 'Organizations and their guests may be anywhere.' },
      {
        id: 'AwsSolutions-CFR2',
        reason:
          'Only the API can be harmed by requests, and its firewall stands at the balancer, where production has it.',
      },
      {
        id: 'AwsSolutions-CFR3',
        reason: 'Requests to the API are logged at the balancer and by the programs; the others ask for public files.',
      },
    )
    const target = RecordTarget.fromAlias(new CloudFrontTarget(this.distribution))
    new ARecord(this, 'Name', { zone: certificates.zone, target })
    new AaaaRecord(this, 'Name6', { zone: certificates.zone, target })
    new AskedFromOutside(this, 'Outside', props)
  }

  #makeBucket(files: Files): Bucket {
    return new Bucket(this, 'Bucket', {
      encryption: BucketEncryption.S3_MANAGED,
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      enforceSSL: true,
      versioned: true,
      serverAccessLogsBucket: files.accessLogs,
      serverAccessLogsPrefix: 'web/',
      lifecycleRules: [{ noncurrentVersionExpiration: Duration.days(30) }],
      // CloudFormation removes no bucket that holds anything.
      removalPolicy: RemovalPolicy.RETAIN,
    })
  }

  #pageBehavior(files: Files): BehaviorOptions {
    return {
      origin: S3BucketOrigin.withOriginAccessControl(this.bucket, {
        // Without leave to list, S3 answers 403 for a file that is missing.
        originAccessLevels: [AccessLevel.READ, AccessLevel.LIST],
        originAccessControl: new S3OriginAccessControl(this, 'AccessControl', {
          originAccessControlName: this.#named('pages'),
        }),
      }),
      viewerProtocolPolicy: ViewerProtocolPolicy.REDIRECT_TO_HTTPS,
      // Obeys the cache-control of each file: for ever what is hashed, never the page.
      cachePolicy: CachePolicy.CACHING_OPTIMIZED,
      compress: true,
      responseHeadersPolicy: this.#pageHeaders(`https://${files.bucket.bucketRegionalDomainName}`),
      functionAssociations: [this.#atTheEdge('Page', pageRequest)],
    }
  }

  #apiBehavior(originDomain: string, originKeys: OriginKeys): BehaviorOptions {
    return {
      origin: new HttpOrigin(originDomain, {
        protocolPolicy: OriginProtocolPolicy.HTTPS_ONLY,
        originSslProtocols: [OriginSslPolicy.TLS_V1_2],
        customHeaders: { [originKeyHeader]: originKeys.shown },
        // The live stream says something every 20 s; nothing else may take this long.
        readTimeout: Duration.seconds(60),
        // Lets go before the balancer does.
        keepaliveTimeout: Duration.seconds(cloud.keepAlive.balancer - 5),
      }),
      viewerProtocolPolicy: ViewerProtocolPolicy.HTTPS_ONLY,
      allowedMethods: AllowedMethods.ALLOW_ALL,
      cachePolicy: CachePolicy.CACHING_DISABLED,
      originRequestPolicy: OriginRequestPolicy.ALL_VIEWER_EXCEPT_HOST_HEADER,
      functionAssociations: [this.#atTheEdge('Api', apiRequest)],
    }
  }

  #atTheEdge(name: string, run: (event: ViewerRequest) => unknown) {
    return {
      eventType: FunctionEventType.VIEWER_REQUEST,
      function: new Function(this, `${name}Request`, {
        functionName: this.#named(name.toLowerCase()),
        runtime: FunctionRuntime.JS_2_0,
        code: FunctionCode.fromInline(edgeCode(run)),
      }),
    }
  }

  /** What the api sends with pages where it serves them itself; CloudFront wants some of it apart. */
  #pageHeaders(filesOrigin: string): ResponseHeadersPolicy {
    const {
      'x-content-type-options': _always,
      'x-frame-options': frameOption,
      'referrer-policy': referrerPolicy,
      ...others
    } = carefulHeaders
    return new ResponseHeadersPolicy(this, 'PageHeaders', {
      responseHeadersPolicyName: this.#named('pages'),
      securityHeadersBehavior: {
        contentSecurityPolicy: { contentSecurityPolicy: pagePolicy([], filesOrigin), override: true },
        contentTypeOptions: { override: true },
        frameOptions: { frameOption: frameOption as HeadersFrameOption, override: true },
        referrerPolicy: { referrerPolicy: referrerPolicy as HeadersReferrerPolicy, override: true },
        strictTransportSecurity: {
          accessControlMaxAge: Duration.seconds(onlyByTlsSeconds),
          includeSubdomains: true,
          override: true,
        },
      },
      customHeadersBehavior: {
        customHeaders: Object.entries(others).map(([header, value]) => ({ header, value, override: true })),
      },
    })
  }

  /** These things have names of their own in the whole account, whatever region: the stack's id makes them new. */
  #named(what: string): string {
    return Fn.join('-', ['baton', what, Fn.select(2, Fn.split('/', this.stackId))])
  }
}
