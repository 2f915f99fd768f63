import { templates, type TemplateView } from '@baton/contract'
import type { TemplateDocument } from '@baton/engine'
import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query'
import { read, write } from '../../lib/api.ts'
import { queryKeys } from '../../lib/query-keys.ts'

export const templatesQuery = (archived: boolean) =>
  queryOptions({
    queryKey: queryKeys.templateList(archived),
    queryFn: ({ signal }) => read(templates.listTemplates, { query: archived ? { archived } : {}, signal }),
  })

export const templateQuery = (templateId: string) =>
  queryOptions({
    queryKey: queryKeys.template(templateId),
    queryFn: ({ signal }) => read(templates.getTemplate, { params: { templateId }, signal }),
  })

/** Shows what a write on a template answered, and looks at the lists again. */
export function useKeepTemplate(): (view: TemplateView) => void {
  const client = useQueryClient()
  return (view) => {
    client.setQueryData(queryKeys.template(view.id), view)
    void client.invalidateQueries({ queryKey: ['templates', 'list'] })
  }
}

export function useCreateTemplate() {
  const keep = useKeepTemplate()
  return useMutation({
    mutationFn: (document: TemplateDocument) => write(templates.createTemplate, { body: { document } }),
    onSuccess: keep,
  })
}

export function useArchiveTemplate() {
  const keep = useKeepTemplate()
  return useMutation({
    mutationFn: ({ templateId, archived }: { templateId: string; archived: boolean }) =>
      write(archived ? templates.archiveTemplate : templates.restoreTemplate, { params: { templateId } }),
    onSuccess: keep,
  })
}
