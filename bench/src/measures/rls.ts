import { type Installation, published, signedIn } from '../installation.ts'
import { refusals } from '../load.ts'
import { procedure } from '../procedure.ts'
import { beside, median, type Result } from '../result.ts'
import { completing, each } from './completions.ts'

const rounds = 3
const seconds = 5

/** Completions with row-level security as it is in earnest, against the same without, in turns. */
export async function rls(installation: Installation): Promise<Result[]> {
  const signed = await signedIn(installation)
  const templateId = await published(installation, signed.actor, procedure(signed.actor.id))
  const rates: Record<Security, number[]> = { enable: [], disable: [] }
  const notes: string[] = []
  const one = async (security: Security) => {
    await secure(installation, security)
    const [result, cpu] = await completing(installation, signed, templateId, seconds)
    rates[security].push(result.done / result.seconds)
    notes.push(...refusals(result))
    if (cpu)
      notes.push(
        `processor time of a completion ${security === 'enable' ? 'with' : 'without'}: ${each(cpu, result.done, ['api', 'database'])}`,
      )
  }
  // The first seconds of a program are its slowest.
  await completing(installation, signed, templateId, seconds)
  for (let round = 0; round < rounds; round += 1) {
    const both: Security[] = ['enable', 'disable']
    for (const security of round % 2 === 0 ? both : both.toReversed()) await one(security)
  }
  await secure(installation, 'enable')
  const result = beside('rls', '/s', median(rates.enable), median(rates.disable), 'without row-level security', 0.9)
  return [{ ...result, notes }]
}

type Security = 'enable' | 'disable'

async function secure({ sql }: Installation, security: Security): Promise<void> {
  const tables = await sql<{ name: string }>(
    `select c.oid::regclass::text as name from pg_class c join pg_policy p on p.polrelid = c.oid
     where c.relnamespace = 'public'::regnamespace`,
  )
  for (const { name } of tables) await sql(`alter table ${name} ${security} row level security`)
}
