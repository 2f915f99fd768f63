import { mkdir, readFile, rename, rm } from 'node:fs/promises'
import path from 'node:path'
import { cloud, environment, freePort, nodeBinary } from '@baton/runtime'
import { startChild } from './children.ts'
import { DeploymentFailed, runHooks } from './hooks.ts'
import { findNginx, InstanceProxy, type ProxyKind } from './instance-proxy.ts'
import { firstCommand, runProgram, type Program, type ProgramTimes } from './program.ts'

/** A version of the application: its label, and the zip file that was uploaded for it. */
export type Version = { label: string; bundle: string }

/** What brings messages to a worker instance. */
export type Daemon = { stop: () => Promise<void>; kill: () => Promise<void> }

export type InstanceOptions = {
  id: string
  /** Where it lies; taken away with it. */
  folder: string
  /** Environment properties. PORT is set here: instances share a machine. */
  properties: Record<string, string>
  times?: Partial<ProgramTimes>
  /** Of the worker tier: starts the daemon for the bundle in this folder, behind whose proxy's port it posts. */
  daemon?: (bundle: string, port: number) => Promise<Daemon>
  /** True: our own proxy even where nginx is installed. */
  ownProxy?: boolean
}

/**
 * One instance of an environment, and what Beanstalk's agent does on it: unpacks a version, runs its hooks, sets up the
 * proxy, flips from the version before, and keeps the program running. Processes stand in for the machine.
 */
export class Instance {
  readonly id: string
  /** Of its proxy, where requests go. */
  readonly port: number
  /** Of its program, behind the proxy. */
  readonly programPort: number
  readonly proxy: ProxyKind
  /** The version that runs; undefined until one does. */
  version: Version | undefined
  alive = true
  private readonly folder: string
  private readonly times: ProgramTimes
  private readonly proxyProcess: InstanceProxy
  private readonly startDaemon: InstanceOptions['daemon']
  private properties: Record<string, string>
  private daemon: Daemon | undefined
  private program: Program | undefined

  private constructor(options: InstanceOptions, ports: [number, number], nginx: string | undefined) {
    this.id = options.id
    this.folder = path.join(options.folder, options.id)
    ;[this.port, this.programPort] = ports
    this.properties = options.properties
    this.startDaemon = options.daemon
    this.times = { restartMs: 500, stopMs: (cloud.stop.over + 5) * 1000, ...options.times }
    this.proxyProcess = new InstanceProxy({
      folder: path.join(this.folder, 'nginx'),
      port: this.port,
      program: this.programPort,
      nginx,
    })
    this.proxy = this.proxyProcess.kind
  }

  /** Makes an instance on which nothing runs yet. */
  static async launch(options: InstanceOptions): Promise<Instance> {
    const nginx = options.ownProxy ? undefined : await findNginx()
    const instance = new Instance(options, [await freePort(), await freePort()], nginx)
    await mkdir(path.join(instance.folder, 'log'), { recursive: true })
    return instance
  }

  /** Where what runs on it writes: `web.log` is the program's. */
  get logs(): string {
    return path.join(this.folder, 'log')
  }

  /** How often the program ended by itself and was started again. */
  get restarts(): number {
    return this.program?.restarts() ?? 0
  }

  /**
   * Brings a version to this instance: prebuild hooks, proxy, predeploy hooks, flip, postdeploy hooks.
   * @throws DeploymentFailed. Up to the flip the version before still runs as if nothing had been; after it the new one does
   */
  async deploy(version: Version): Promise<void> {
    if (!this.alive) throw new DeploymentFailed(`${this.id} is gone.`)
    const [staging, current] = [path.join(this.folder, 'staging'), path.join(this.folder, 'current')]
    await rm(staging, { recursive: true, force: true })
    await mkdir(staging)
    const unpack = [path.join(import.meta.dirname, 'unzip.ts'), version.bundle, staging]
    if ((await startChild(nodeBinary, unpack, this.surroundings(this.folder)).ended) !== 0)
      throw new DeploymentFailed(`${version.bundle} could not be unpacked. See ${this.logs}/engine.log.`)
    const hooks = (of: string, moment: string) =>
      runHooks(path.join(of, '.platform/hooks', moment), this.surroundings(of))
    await hooks(staging, 'prebuild')
    const command = firstCommand(await readFile(path.join(staging, 'Procfile'), 'utf8'))
    const back = await this.proxyProcess.configure(staging)
    try {
      await hooks(staging, 'predeploy')
    } catch (error) {
      await back()
      throw error
    }

    // Nobody promises that the daemon waits for what it has posted.
    await this.daemon?.kill()
    await this.program?.stop()
    const before = path.join(this.folder, 'before')
    await rm(before, { recursive: true, force: true })
    await rename(current, before).catch(() => {})
    await rename(staging, current)
    this.version = version
    this.startProgram(command)
    await this.proxyProcess.start()
    this.daemon = await this.startDaemon?.(current, this.port)
    await hooks(current, 'postdeploy')
    await rm(before, { recursive: true, force: true })
  }

  /**
   * Changes environment properties as a configuration deployment does: confighooks, then the program anew.
   * @throws DeploymentFailed. When a predeploy hook refuses, the program still runs with those before
   */
  async configure(properties: Record<string, string>): Promise<void> {
    const before = this.properties
    const current = path.join(this.folder, 'current')
    const hooks = (moment: string) =>
      runHooks(path.join(current, '.platform/confighooks', moment), this.surroundings(current))
    this.properties = properties
    try {
      await hooks('prebuild')
      await hooks('predeploy')
    } catch (error) {
      this.properties = before
      throw error
    }
    const command = firstCommand(await readFile(path.join(current, 'Procfile'), 'utf8'))
    await this.program?.stop()
    this.startProgram(command)
    await hooks('postdeploy')
  }

  /** Stops and starts the program while it is at work, as an operator may: nobody tells those who send it requests. */
  async restartProgram(): Promise<void> {
    const current = path.join(this.folder, 'current')
    await this.program?.stop()
    this.startProgram(firstCommand(await readFile(path.join(current, 'Procfile'), 'utf8')))
  }

  /** Stops the daemon, so that messages stay in their queue; the program works on. */
  async stopDaemon(): Promise<void> {
    await this.daemon?.stop()
    this.daemon = undefined
  }

  async resumeDaemon(): Promise<void> {
    this.daemon ??= await this.startDaemon?.(path.join(this.folder, 'current'), this.port)
  }

  /** Ends it in order, and takes its folder away: the program may finish what it has begun. */
  async terminate(): Promise<void> {
    this.alive = false
    await this.daemon?.stop()
    await this.program?.stop()
    await this.proxyProcess.stop()
    await rm(this.folder, { recursive: true, force: true })
  }

  /** As when the machine is gone from one moment to the next. */
  async kill(): Promise<void> {
    this.alive = false
    await Promise.all([this.daemon?.kill(), this.program?.kill(), this.proxyProcess.kill()])
  }

  private startProgram(command: string): void {
    const options = { ...this.surroundings(path.join(this.folder, 'current')), log: path.join(this.logs, 'web.log') }
    this.program = runProgram(command, options, this.times)
  }

  /** What hooks and program see: their folder, and of the environment what Beanstalk gives. */
  private surroundings(cwd: string) {
    const PATH = [path.dirname(nodeBinary), environment['PATH']].join(path.delimiter)
    return {
      cwd,
      log: path.join(this.logs, 'engine.log'),
      env: { HOME: this.folder, PATH, ...this.properties, PORT: String(this.programPort) },
    }
  }
}
