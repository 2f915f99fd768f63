import { access, cp, glob, mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { cloud, environment, nodeBinary } from '@baton/runtime'
import { startChild, type Child } from './children.ts'
import { DeploymentFailed } from './hooks.ts'
import { outerConfig } from './outer-config.ts'
import { proxyRules } from './proxy-rules.ts'

export type ProxyKind = 'nginx' | 'own'

/** Ends nginx when this process is gone, however it went: it has nobody else to notice. */
const bound = ['setpriv', '--pdeathsig', 'TERM', '--']

/** Where the operating system keeps programs like nginx, which PATH does not always name. */
const places = [...(environment['PATH'] ?? '').split(':'), '/usr/sbin', '/usr/local/sbin']

/** The file of nginx, or undefined when it is not installed. */
export async function findNginx(): Promise<string | undefined> {
  for (const place of places) {
    const file = path.join(place, 'nginx')
    if (
      place &&
      (await access(file).then(
        () => true,
        () => false,
      ))
    )
      return file
  }
  return undefined
}

export type InstanceProxyOptions = { folder: string; port: number; program: number; nginx: string | undefined }

/**
 * The proxy of an instance: nginx, or our own where that is not installed. Both are started with the same files.
 *
 * On an instance the program has port 8080 to itself. Here many instances share a machine, so the address of the
 * program is the one thing in the bundle's settings that is changed when they are taken over.
 */
export class InstanceProxy {
  readonly kind: ProxyKind
  private readonly options: InstanceProxyOptions
  private readonly file: string
  private child: Child | undefined

  constructor(options: InstanceProxyOptions) {
    this.options = options
    this.kind = options.nginx ? 'nginx' : 'own'
    this.file = path.join(options.folder, 'nginx.conf')
  }

  /**
   * Takes over the settings of a bundle.
   * @returns how to go back to those before
   * @throws DeploymentFailed when they cannot be read; those before stay
   */
  async configure(bundle: string): Promise<() => Promise<void>> {
    const { folder, program } = this.options
    const [now, before] = [path.join(folder, 'conf.d'), path.join(folder, 'conf.d.before')]
    await rm(before, { recursive: true, force: true })
    await mkdir(now, { recursive: true })
    await cp(now, before, { recursive: true })
    const back = async () => {
      await rm(now, { recursive: true })
      await cp(before, now, { recursive: true })
    }
    await rm(now, { recursive: true })
    await mkdir(now)
    await cp(path.join(bundle, '.platform/nginx/conf.d'), now, { recursive: true }).catch(() => {})
    for await (const name of glob('**/*.conf', { cwd: now })) {
      const text = await readFile(path.join(now, name), 'utf8')
      await writeFile(path.join(now, name), text.replaceAll(`127.0.0.1:${cloud.port}`, `127.0.0.1:${program}`))
    }
    await writeFile(this.file, outerConfig(this.options))
    try {
      await this.check()
    } catch (error) {
      await back()
      throw error
    }
    return back
  }

  private async check(): Promise<void> {
    const { nginx, folder } = this.options
    if (!nginx) {
      try {
        proxyRules(this.file)
      } catch (error) {
        throw new DeploymentFailed(`The proxy's settings cannot be used: ${(error as Error).message}`)
      }
      return
    }
    const log = path.join(folder, 'check.log')
    const code = await startChild(nginx, ['-t', '-p', folder, '-c', this.file], { cwd: folder, env: {}, log }).ended
    if (code !== 0) throw new DeploymentFailed(`nginx does not take the settings: ${await readFile(log, 'utf8')}`)
  }

  /** Starts it, or makes one that runs obey changed settings. */
  async start(): Promise<void> {
    if (this.child) return this.child.signal('SIGHUP')
    const { nginx, folder } = this.options
    const PATH = environment['PATH'] ?? ''
    const options = { cwd: folder, env: { PATH }, log: path.join(folder, 'proxy.log') }
    this.child = nginx
      ? startChild('/usr/bin/env', [...bound, nginx, '-p', folder, '-c', this.file], options)
      : startChild(nodeBinary, [path.join(import.meta.dirname, 'own-proxy.ts'), this.file], options)
    if (!nginx) await Promise.race([this.child.ready, this.child.ended])
  }

  async stop(): Promise<void> {
    await this.child?.end('SIGQUIT', 2_000)
    this.child = undefined
  }

  async kill(): Promise<void> {
    await this.child?.end('SIGKILL', 0)
    this.child = undefined
  }
}
