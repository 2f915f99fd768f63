import { processes } from '@baton/contract'
import { milestoneCounts, mostAtMilestone, processCounts } from '@baton/database'
import { endpoint } from '../../endpoint.ts'

export const countMilestones = endpoint(processes.countMilestones, (ctx, { actor: { orgId }, query }) =>
  ctx.db.read(orgId, async (reader) => {
    const counts = await processCounts(reader, orgId)
    const listed = (place: 'finished' | 'cancelled') =>
      counts.find(({ templateId, listedAs }) => templateId === query.template && listedAs === place)?.n ?? 0
    const milestones = (await milestoneCounts(reader, orgId, query.template)).map(({ milestone, n }) => ({
      milestone,
      count: Math.min(n, mostAtMilestone),
      more: n > mostAtMilestone,
    }))
    return { milestones, finished: listed('finished'), cancelled: listed('cancelled') }
  }),
)
