import type { Stage } from '../stages.ts'
import type { Protocol } from './net.ts'

/** One line of the policy: TCP unless said otherwise. */
export interface Line {
  from: string
  to: string
  ports: number[] | 'any'
  protocol?: Protocol
  /** `must`: it is broken when it cannot. `may`: by the way of something else. `never`: said aloud, though all that no line names is forbidden too. */
  rule: 'must' | 'may' | 'never'
  why: string
}

const https = 443
const http = 80
const ssh = 22
const postgres = 5432
const mail = [465, 587]

/** Who must, may and must never be able to talk to whom in a stage. Whatever is not named here is forbidden. */
export function policyOf({ network, bastion, database }: Stage): Line[] {
  const goesOut = network.nat.kind !== 'none'
  const when = (condition: boolean, ...lines: Line[]) => (condition ? lines : [])
  return [
    { from: 'distribution', to: 'balancer', ports: [https], rule: 'must', why: 'The door of the product.' },
    { from: 'balancer', to: 'api', ports: [http], rule: 'must', why: 'Requests and health checks.' },

    { from: 'api', to: 'database', ports: [postgres], rule: 'must', why: 'Everything it knows.' },
    { from: 'worker', to: 'database', ports: [postgres], rule: 'must', why: 'What jobs read and write.' },
    { from: 'bastion', to: 'database', ports: [postgres], rule: 'must', why: 'Tunnels of those who look after it.' },
    ...when(
      database.proxy,
      { from: 'api', to: 'databaseProxy', ports: [postgres], rule: 'must', why: 'The database by its proxy.' },
      { from: 'worker', to: 'databaseProxy', ports: [postgres], rule: 'must', why: 'The database by its proxy.' },
      { from: 'bastion', to: 'databaseProxy', ports: [postgres], rule: 'may', why: 'To see what programs see.' },
      { from: 'databaseProxy', to: 'database', ports: [postgres], rule: 'must', why: 'The connections it keeps.' },
    ),

    { from: 'bastion', to: 'api', ports: [ssh], rule: 'must', why: 'The only way onto an instance.' },
    { from: 'bastion', to: 'worker', ports: [ssh], rule: 'must', why: 'The only way onto an instance.' },
    { from: 'bastion', to: 'api', ports: [http], rule: 'may', why: 'To ask one instance for its health.' },
    ...when(bastion.ssh !== undefined, {
      from: 'ssh range',
      to: 'bastion',
      ports: [ssh],
      rule: 'must',
      why: 'The jump host, for the ranges the stage names.',
    }),

    ...when(
      goesOut,
      ...['world', 'distribution', ...(bastion.ssh ? ['ssh range'] : [])].flatMap((to): Line[] => [
        { from: 'api', to, ports: [https], rule: 'must', why: 'AWS, single sign-on, calls of integrations.' },
        { from: 'worker', to, ports: [https], rule: 'must', why: 'AWS, webhooks, integrations.' },
        { from: 'worker', to, ports: mail, rule: 'must', why: 'Mail servers.' },
        { from: 'bastion', to, ports: [https], rule: 'must', why: 'Session Manager, which the bastion calls.' },
      ]),
    ),
    ...when(
      network.nat.kind === 'instance',
      ...['world', 'distribution', 'ssh range'].map((to): Line => ({
        from: 'nat',
        to,
        ports: [https, ...mail],
        rule: 'must',
        why: 'What it passes on.',
      })),
    ),
    // What is passed on can also be addressed to who passes it on; nothing listens there.
    ...when(
      network.nat.kind === 'instance',
      { from: 'api', to: 'nat', ports: [https], rule: 'may', why: 'It passes on what is meant for the world.' },
      { from: 'worker', to: 'nat', ports: [https, ...mail], rule: 'may', why: 'The same, with mail.' },
      { from: 'bastion', to: 'nat', ports: [https], rule: 'may', why: 'The same.' },
    ),
    ...when(
      network.nat.kind === 'none',
      ...['api', 'worker', 'bastion'].flatMap((from): Line[] => [
        { from, to: 'endpoints', ports: [https], rule: 'must', why: 'AWS without leaving the network.' },
      ]),
      // A jump host stands in a public subnet: its rule for Session Manager leads outside.
      ...when(
        bastion.ssh !== undefined,
        ...['world', 'distribution', 'ssh range'].map((to): Line => ({
          from: 'bastion',
          to,
          ports: [https],
          rule: 'may',
          why: 'Session Manager from the jump host.',
        })),
      ),
    ),
    { from: 'api', to: 'service', ports: [https], rule: 'must', why: 'S3 by its gateway endpoint.' },
    { from: 'worker', to: 'service', ports: [https], rule: 'must', why: 'S3 and the table of leaders.' },
    { from: 'worker', to: 'service', ports: mail, rule: 'may', why: 'Its rule for mail names every address.' },
    { from: 'bastion', to: 'service', ports: [https], rule: 'may', why: 'Recordings of sessions.' },

    {
      from: 'world',
      to: 'balancer',
      ports: 'any',
      rule: 'never',
      why: 'Only by the distribution, which says who asks.',
    },
    { from: 'ssh range', to: 'balancer', ports: 'any', rule: 'never', why: 'The same; they get in elsewhere.' },
    { from: 'world', to: 'api', ports: 'any', rule: 'never', why: 'Only through the balancer.' },
    { from: 'distribution', to: 'api', ports: 'any', rule: 'never', why: 'Only through the balancer.' },
    { from: 'distribution', to: 'worker', ports: 'any', rule: 'never', why: 'Jobs come from the queue alone.' },
    { from: 'distribution', to: 'database', ports: 'any', rule: 'never', why: 'State speaks with programs only.' },
    { from: 'distribution', to: 'bastion', ports: 'any', rule: 'never', why: 'It has no business there.' },
    { from: 'world', to: 'worker', ports: 'any', rule: 'never', why: 'Whoever reaches it can forge jobs.' },
    { from: 'world', to: 'database', ports: 'any', rule: 'never', why: 'State speaks with programs only.' },
    { from: 'world', to: 'databaseProxy', ports: 'any', rule: 'never', why: 'State speaks with programs only.' },
    { from: 'world', to: 'bastion', ports: 'any', rule: 'never', why: 'Nobody but named ranges, if any.' },
    { from: 'world', to: 'nat', ports: 'any', rule: 'never', why: 'It is a way out, not in.' },
    { from: 'database', to: 'world', ports: 'any', rule: 'never', why: 'State could leave by it.' },
    { from: 'database', to: 'api', ports: 'any', rule: 'never', why: 'It answers and never asks.' },
    { from: 'balancer', to: 'worker', ports: 'any', rule: 'never', why: 'Jobs come from the queue alone.' },
    { from: 'balancer', to: 'database', ports: 'any', rule: 'never', why: 'A tier may not be left out.' },
    { from: 'balancer', to: 'world', ports: 'any', rule: 'never', why: 'It answers and never asks.' },
    { from: 'balancer', to: 'distribution', ports: 'any', rule: 'never', why: 'It answers and never asks.' },
    { from: 'api', to: 'worker', ports: 'any', rule: 'never', why: 'Work is handed over by the queue.' },
    { from: 'worker', to: 'api', ports: 'any', rule: 'never', why: 'They meet in the database.' },
    { from: 'api', to: 'bastion', ports: 'any', rule: 'never', why: 'The way is from the bastion, not to it.' },
    { from: 'worker', to: 'bastion', ports: 'any', rule: 'never', why: 'The way is from the bastion, not to it.' },
  ]
}
