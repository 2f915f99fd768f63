import { useParams } from '@tanstack/react-router'
import { ChooseTemplate } from './choose-template.tsx'
import { LaunchTemplate } from './launch-template.tsx'

/** Launching a process: first which template, then everything else on one page. */
export function LaunchPage() {
  const { templateId } = useParams({ strict: false })
  return templateId === undefined ? <ChooseTemplate /> : <LaunchTemplate key={templateId} templateId={templateId} />
}
