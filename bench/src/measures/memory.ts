import { type Installation, residentMegabytes } from '../installation.ts'
import type { NotMeasured, Result } from '../result.ts'
import { within } from '../result.ts'

/** Resident memory of a fresh api and worker once they have come to rest. Run it before anything else. */
export async function memory(installation: Installation): Promise<(Result | NotMeasured)[]> {
  const worker = await installation.startWorker()
  // At rest: it shrinks no more.
  let before = Number.POSITIVE_INFINITY
  for (let left = 10; left > 0; left -= 1) {
    await new Promise((resolve) => setTimeout(resolve, 2000))
    const now = await total()
    if (now === undefined) return [{ name: 'memory', because: 'this system does not tell it' }]
    if (now >= before) break
    before = now
  }
  const [api, jobs] = [await residentMegabytes(installation.apiPid), await residentMegabytes(worker)]
  return [within('memory', 'MB', (await total())!, 300, [`api ${api?.toFixed(0)}, worker ${jobs?.toFixed(0)}, idle`])]

  async function total(): Promise<number | undefined> {
    const parts = await Promise.all([installation.apiPid, worker].map(residentMegabytes))
    return parts.includes(undefined) ? undefined : parts.reduce<number>((sum, part) => sum + part!, 0)
  }
}
