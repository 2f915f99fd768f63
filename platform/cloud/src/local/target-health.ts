import { get } from 'node:http'

/** How a balancer finds out whether a target may be given requests. */
export type HealthChecks = {
  path: string
  intervalMs: number
  timeoutMs: number
  healthyAfter: number
  unhealthyAfter: number
}
export type TargetHealth = { state: () => 'initial' | 'healthy' | 'unhealthy'; stop: () => void }

/** Asks a target again and again: 200 in time is well, anything else is not. The first well answer is enough. */
export function watchHealth(port: number, localAddress: string, checks: HealthChecks): TargetHealth {
  let state: ReturnType<TargetHealth['state']> = 'initial'
  let inARow = 0
  let stopped = false
  let timer: NodeJS.Timeout | undefined

  const learn = (well: boolean) => {
    if (stopped) return
    const changes = state === 'initial' ? true : (state === 'healthy') !== well
    inARow = changes ? inARow + 1 : 0
    const enough = state === 'initial' ? 1 : well ? checks.healthyAfter : checks.unhealthyAfter
    if (changes && inARow >= enough) {
      state = well ? 'healthy' : 'unhealthy'
      inARow = 0
    }
    timer = setTimeout(ask, checks.intervalMs)
  }
  const ask = () => void askOnce(port, checks.path, checks.timeoutMs, localAddress).then(learn)
  ask()
  return {
    state: () => state,
    stop: () => {
      stopped = true
      clearTimeout(timer)
    },
  }
}

/** Whether an instance answers this path with 200 in time. */
export function askOnce(port: number, path: string, timeoutMs: number, localAddress = '127.0.0.1'): Promise<boolean> {
  return new Promise((resolve) => {
    const asked = get({ host: '127.0.0.1', port, path, localAddress, agent: false, timeout: timeoutMs }, (answer) => {
      answer.resume()
      resolve(answer.statusCode === 200)
    })
    asked.on('timeout', () => asked.destroy(new Error('late')))
    asked.on('error', () => resolve(false))
  })
}
