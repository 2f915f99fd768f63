import { spawn, spawnSync, type ChildProcess } from 'node:child_process'
import { createInterface } from 'node:readline'
import { isAlive, nodeBinary, ownPid, ownUid } from '@baton/runtime'
import { textOf } from './address.ts'
import { compile, standingEnds } from './compile.ts'
import type { Net, Protocol } from './net.ts'
import type { Asked, Probe } from './probe-agent.ts'
import { canReach, endsOf, type End } from './prove.ts'

/** Where the kernel and the prover say different things. */
export interface Disagreement {
  from: string
  to: string
  protocol: Protocol
  port: number
  proved: boolean
  seen: boolean
}

const agentFile = new URL('probe-agent.ts', import.meta.url).pathname
/** Namespaces are named after the process that made them, so that a later one knows whose are left over. */
const prefix = 'btn'

/** Why packets cannot be sent here; undefined when they can. */
export function whyNot(): string | undefined {
  if (ownUid !== 0) return 'network namespaces need root'
  for (const [tool, ...args] of [
    ['ip', '-V'],
    ['nft', '--version'],
  ] as const) {
    if (spawnSync(tool, args).status !== 0) return `${tool} is not installed`
  }
  removeStale()
  const name = `${prefix}${ownPid}-try`
  const made = spawnSync('ip', ['netns', 'add', name]).status === 0
  const ruled =
    made &&
    spawnSync('ip', [
      'netns',
      'exec',
      name,
      'nft',
      'add table ip t { chain c { type nat hook postrouting priority 100; }; }',
    ]).status === 0
  if (made) spawnSync('ip', ['netns', 'del', name])
  return ruled ? undefined : 'this kernel gives no network namespaces or no nftables'
}

/** Removes namespaces of processes that were killed before they could. */
function removeStale(): void {
  const listed = spawnSync('ip', ['netns', 'list'], { encoding: 'utf8' }).stdout ?? ''
  for (const [name, pid] of listed.matchAll(new RegExp(`^${prefix}(\\d+)-\\S+`, 'gm'))) {
    if (!isAlive(Number(pid))) spawnSync('ip', ['netns', 'del', name])
  }
}

/**
 * Builds the network out of namespaces and nftables, sends real packets between all ends on these ports, and compares
 * what arrives with what the prover says. Takes seconds; leaves nothing behind.
 */
export async function probe(net: Net, ports: Record<Protocol, number[]>) {
  const ends = standingEnds(endsOf(net))
  const compiled = compile(net, ends)
  const nameOf = (link: string) => `${prefix}${ownPid}-${link}`
  const agents = new Map<string, Agent>()
  const names = ['r', ...compiled.stands.map(({ link }) => link)].map(nameOf)
  try {
    batch(
      [],
      names.map((name) => `netns add ${name}`),
    )
    const router = nameOf('r')
    within(
      router,
      'for f in all default; do echo 0 > /proc/sys/net/ipv4/conf/$f/rp_filter; done; echo 1 > /proc/sys/net/ipv4/ip_forward',
    )
    batch(
      ['-n', router],
      [
        'link set lo up',
        ...compiled.routerLinks.map((line) => line.replaceAll(/@(\w+)/g, (_, link: string) => nameOf(link))),
      ],
    )
    rules(router, compiled.routerRules)
    for (const { link, passesOn } of compiled.stands) {
      const name = nameOf(link)
      if (passesOn)
        within(
          name,
          'echo 1 > /proc/sys/net/ipv4/ip_forward; for f in all default eth0; do echo 0 > /proc/sys/net/ipv4/conf/$f/rp_filter; echo 0 > /proc/sys/net/ipv4/conf/$f/send_redirects; done',
        )
      batch(['-n', name], compiled.standLinks.get(link)!)
      rules(name, compiled.standRules.get(link)!)
    }
    for (const { link } of compiled.stands) agents.set(link, startAgent(nameOf(link)))
    await Promise.all([...agents.values()].map(({ ready }) => ready))

    const questions = questionsOf(net, ends, ports)
    const agentOf = (end: End) => agents.get(compiled.stands.find((stand) => stand.ends.includes(end))!.link)!
    let open = questions
    const wrong: (Question & { seen: boolean })[] = []
    // A packet that was lost on a busy machine is sent again, with more patience; one that arrived has arrived.
    for (const patience of [1500, 5000]) {
      const seen = await askAll(open, agentOf, patience)
      wrong.push(...seen.filter((one) => one.seen && !one.proved))
      open = seen.filter((one) => !one.seen && one.proved)
      if (open.length === 0) break
    }
    const missed = open.map((one) => ({ ...one, seen: false }))
    return {
      asked: questions.length,
      open: questions.filter(({ proved }) => proved).length,
      disagreements: [...wrong, ...missed].map(({ from, to, protocol, port, proved, seen }): Disagreement => ({
        from: `${from.name} ${textOf(from.address)}`,
        to: `${to.name} ${textOf(to.address)}`,
        protocol,
        port,
        proved,
        seen,
      })),
    }
  } finally {
    for (const { child } of agents.values()) child.kill('SIGKILL')
    for (const name of names) spawnSync('ip', ['netns', 'del', name])
  }
}

interface Question {
  from: End
  to: End
  protocol: Protocol
  port: number
  proved: boolean
}

/** Every pair on every port, but for those the prover itself says work now and then only. */
function questionsOf(net: Net, ends: End[], ports: Record<Protocol, number[]>): Question[] {
  const questions: Question[] = []
  for (const from of ends) {
    for (const to of ends) {
      if (from === to || from.outside?.service || (from.outside && to.outside)) continue
      for (const protocol of ['tcp', 'udp'] as const) {
        for (const port of ports[protocol]) {
          const found = canReach(net, from, to, protocol, port)
          if (!found || found.reliable) questions.push({ from, to, protocol, port, proved: found !== undefined })
        }
      }
    }
  }
  return questions
}

async function askAll<Q extends Question>(questions: Q[], agentOf: (end: End) => Agent, patienceMs: number) {
  const groups = [...Map.groupBy(questions, ({ from }) => agentOf(from))]
  const answered = await Promise.all(
    groups.map(async ([{ ask }, group]) => {
      const probes = group.map(({ from, to, protocol, port }): Probe => ({
        from: textOf(from.address),
        to: textOf(to.address),
        protocol,
        port,
      }))
      const answer = await ask({ probes, patienceMs })
      return group.map((question, index) => ({ ...question, seen: answer[index] === '1' }))
    }),
  )
  return answered.flat()
}

/** An agent in a namespace. It ends by itself when this process does. */
interface Agent {
  child: ChildProcess
  /** Resolves when it hears what comes to its namespace. */
  ready: Promise<unknown>
  ask: (asked: Asked) => Promise<string>
}

function startAgent(name: string): Agent {
  const child = spawn('ip', ['netns', 'exec', name, nodeBinary, agentFile], { stdio: ['pipe', 'pipe', 'inherit'] })
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]()
  const next = async () => {
    const { value, done } = (await lines.next()) as IteratorResult<string, undefined>
    if (done) throw new Error(`The agent in ${name} ended before it said anything.`)
    return value
  }
  const ask = (asked: Asked) => {
    child.stdin.write(`${JSON.stringify(asked)}\n`)
    return next()
  }
  return { child, ready: next(), ask }
}

function batch(args: string[], lines: string[]): void {
  run('ip', [...args, '-batch', '-'], lines.join('\n'))
}

const rules = (name: string, text: string) => run('ip', ['netns', 'exec', name, 'nft', '-f', '-'], text)
const within = (name: string, script: string) => run('ip', ['netns', 'exec', name, 'sh', '-c', script])

function run(tool: string, args: string[], input = ''): void {
  const { status, stderr } = spawnSync(tool, args, { input, encoding: 'utf8' })
  if (status !== 0) throw new Error(`${tool} ${args.join(' ')} failed: ${stderr}\n${input}`)
}
