/**
 * What the programs and the cloud that carries them must agree on. The stacks, the proxy's settings and the servers
 * all read it here, so that no two of them can disagree. Times are in seconds.
 */
export const cloud = {
  /** The port the programs listen on behind the instance's own proxy. */
  port: 8080,
  paths: {
    /** 200 as long as the program runs; never asks the database. */
    alive: '/healthz',
    /** 200 when it may be given work, 503 when not; what balancers ask. */
    ready: '/readyz',
    metrics: '/metrics',
    /** Where the queue's daemon posts jobs. */
    jobs: '/jobs',
    /** Followed by the name of a schedule. */
    schedules: '/schedules/',
    /** The stream that stays open. */
    live: '/api/v1/live',
  },
  /** Each is longer than the one before it, so that whoever gives up first is the one who knows most. */
  job: {
    /** A handler that takes longer is answered for with 503. */
    handler: 100,
    /** The instance's proxy cuts off. */
    proxyRead: 120,
    /** The daemon gives up (`InactivityTimeout`). */
    inactivity: 150,
    /** The queue shows the message again (`VisibilityTimeout`). */
    visibility: 180,
  },
  daemon: {
    connect: 5,
    /** A job that failed is shown again after this long (`ErrorVisibilityTimeout`). */
    errorVisibility: 60,
    /** `maxReceiveCount`: after so many tries a message goes to the dead letters. */
    maxReceives: 20,
    /**
     * After so many tries that failed by no fault of the job (the mail server is away), it goes back to the database
     * and comes again later; fewer than `maxReceives`, so that only what cannot work ends in the dead letters.
     */
    patience: 4,
    /** Jobs under way at once on one instance (`HttpConnections`). */
    connections: 10,
    mimeType: 'application/json',
    retention: 1_209_600,
  },
  /**
   * Whoever closes an idle connection first must be the one who asks: balancer, then proxy, then program. The proxy's
   * is the one that Beanstalk writes into its own settings, where ours cannot follow it.
   */
  keepAlive: { balancer: 55, proxy: 60, program: 70 },
  stop: {
    /** After SIGTERM the program says it is not ready and serves on for this long. */
    drain: 15,
    /** After this long it has ended, whatever is still under way. */
    over: 25,
    /** The balancer waits this long for the connections of what it let go (`DeregistrationDelay`). */
    deregistration: 30,
  },
  /** Balancer's questions to `paths.ready`: a program that stops is noticed before it stops serving. */
  health: { interval: 5, timeout: 4, unhealthyAfter: 2, healthyAfter: 2 },
  /** The live stream says something at least this often, and the proxy waits so long for it. */
  live: { beat: 20, proxyRead: 3600 },
  /** Bytes of the largest request the proxy lets through: a file of 50 MB with what surrounds it. */
  largestRequest: 51 * 1024 * 1024,
  /** What is done again and again: the name in the address, and when (cron, UTC). */
  schedules: [
    { name: 'fold-process-counts', when: '* * * * *' },
    { name: 'prune', when: '17 * * * *' },
    { name: 'post-business-metrics', when: '* * * * *' },
  ],
  /** In the bucket of files: uploads that were not finished lie under `incoming` and are removed after a day. */
  files: { kept: 'files/', incoming: 'incoming/', incomingDays: 1 },
} as const

/** What jobs are about; each family may have a queue of its own. */
export const jobFamilies = ['mail', 'webhooks', 'integrations', 'schedules'] as const
export type JobFamily = (typeof jobFamilies)[number]

/** The name of the setting that holds the address of a family's queue: `SQS_MAIL_QUEUE_URL`. */
export const queueSetting = <F extends JobFamily>(family: F) =>
  `SQS_${family.toUpperCase() as Uppercase<F>}_QUEUE_URL` as const
