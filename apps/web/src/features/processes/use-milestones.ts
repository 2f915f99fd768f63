import { useQuery } from '@tanstack/react-query'
import { definitionQuery } from '../../lib/processes.ts'
import { allTemplatesQuery } from './process-queries.ts'

type Milestones = readonly { id: string; title: string }[]
/** The milestones of a template's newest version; undefined until they are known. */
export function useMilestones(templateId: string | undefined): Milestones | undefined {
  const { data: templates } = useQuery(allTemplatesQuery)
  const published = templates?.items.find(({ id }) => id === templateId)?.publishedVersion
  const { data: definition } = useQuery({
    ...definitionQuery(templateId ?? '', published ?? 0),
    enabled: templateId !== undefined && typeof published === 'number',
  })
  return definition && (definition.document.milestones ?? [])
}
