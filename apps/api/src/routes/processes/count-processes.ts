import { processes } from '@baton/contract'
import { processCounts } from '@baton/database'
import { endpoint } from '../../endpoint.ts'

export const countProcesses = endpoint(processes.countProcesses, async (ctx, { actor: { orgId } }) => {
  const rows = await ctx.db.read(orgId, (reader) => processCounts(reader, orgId))
  const byStatus = { active: 0, finished: 0, cancelled: 0, archived: 0 }
  const byTemplate = new Map<string, { templateId: string; active: number; total: number }>()
  for (const { templateId, listedAs, n } of rows) {
    byStatus[listedAs] += n
    if (listedAs === 'archived') continue
    const counts = byTemplate.get(templateId) ?? { templateId, active: 0, total: 0 }
    byTemplate.set(templateId, counts)
    counts.total += n
    if (listedAs === 'active') counts.active += n
  }
  return { byStatus, byTemplate: [...byTemplate.values()] }
})
