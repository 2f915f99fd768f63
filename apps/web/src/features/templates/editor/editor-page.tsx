import { useSuspenseQuery } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { Editor } from './editor.tsx'
import { templateQuery } from '../template-queries.ts'

/** The editor of one template. */
export function EditorPage() {
  const { templateId } = useParams({ from: '/shell/templates/$templateId' })
  const { data: template } = useSuspenseQuery(templateQuery(templateId))
  return <Editor key={template.id} template={template} />
}
