import { useQuery } from '@tanstack/react-query'
import { definitionQuery } from '../../lib/processes.ts'
import { allTemplatesQuery } from './process-queries.ts'

type Milestones = readonly { id: string; title: string }[]
const none: Milestones = []

/** The milestones of a template's newest version; empty until they are known, and for a template without any. */
export function useMilestones(templateId: string | undefined): Milestones {
  const { data: templates } = useQuery(allTemplatesQuery)
  const published = templates?.items.find(({ id }) => id === templateId)?.publishedVersion
  const { data: definition } = useQuery({
    ...definitionQuery(templateId ?? '', published ?? 0),
    enabled: templateId !== undefined && typeof published === 'number',
  })
  return definition?.document.milestones ?? none
}
