import type { TemplateView } from '@baton/contract'
import { ActionIcon, Button, Menu, Tooltip } from '@mantine/core'
import {
  IconArrowBackUp,
  IconArrowForwardUp,
  IconCode,
  IconDots,
  IconList,
  IconPlayerPlay,
  IconRocket,
  IconTelescope,
} from '@tabler/icons-react'
import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { paths } from '../../../app/paths.ts'
import { SaveState } from '../../../ui/save-state.tsx'
import { useEditor } from './editor-context.ts'
import classes from './editor.module.css'
import type { DraftSaving } from './use-draft-saving.ts'

/** What stands in the top bar: the state of the draft, the way back, the views, trying out and publishing. */
export function EditorToolbar({
  template,
  saving,
  trying,
  onTry,
  onPublish,
}: {
  template: TemplateView
  saving: DraftSaving
  trying: boolean
  onTry: () => void
  onPublish: () => void
}) {
  const { t } = useTranslation('editor')
  const { state, dispatch } = useEditor()
  const { view } = useSearch({ from: '/shell/templates/$templateId' })
  const navigate = useNavigate({ from: '/templates/$templateId' })
  const show = (next: 'code' | undefined) =>
    void navigate({ search: (before) => ({ ...before, view: next }), replace: true })
  const unpublished = template.unpublishedChanges || saving.state !== 'saved' || template.publishedVersion === null
  const steps = [
    { label: t('undo'), icon: IconArrowBackUp, run: () => dispatch({ type: 'undo' }), none: state.past.length === 0 },
    {
      label: t('redo'),
      icon: IconArrowForwardUp,
      run: () => dispatch({ type: 'redo' }),
      none: state.future.length === 0,
    },
  ]
  return (
    <div className={classes.toolbar}>
      <SaveState state={saving.state} onRetry={saving.conflict ? undefined : () => void saving.flush()} />
      {steps.map(({ label, icon: Mark, run, none }) => (
        <Tooltip key={label} label={label}>
          <ActionIcon
            className={`wide-only ${classes.step}`}
            aria-label={label}
            onClick={run}
            aria-disabled={none}
            data-disabled={none || undefined}
          >
            <Mark size={18} aria-hidden />
          </ActionIcon>
        </Tooltip>
      ))}
      <Tooltip label={view === 'code' ? t('view.list') : t('view.code')}>
        <ActionIcon
          className="wide-only"
          aria-label={view === 'code' ? t('view.list') : t('view.code')}
          onClick={() => show(view === 'code' ? undefined : 'code')}
        >
          {view === 'code' ? <IconList size={18} aria-hidden /> : <IconCode size={18} aria-hidden />}
        </ActionIcon>
      </Tooltip>
      <Button
        className="wide-only"
        variant={trying ? 'light' : 'default'}
        size="compact-sm"
        h={30}
        leftSection={<IconTelescope size={16} aria-hidden />}
        onClick={onTry}
        aria-pressed={trying}
      >
        {t('tryIt.title')}
      </Button>
      <Tooltip label={unpublished ? t('publish.hint') : t('publish.nothingNew')}>
        <Button variant={unpublished ? 'light' : 'default'} size="compact-sm" h={30} onClick={onPublish}>
          {t('publish.title')}
        </Button>
      </Tooltip>
      <Menu>
        <Menu.Target>
          <ActionIcon aria-label={t('more_menu')}>
            <IconDots size={18} aria-hidden />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Label>
            {template.publishedVersion === null
              ? t('version.none')
              : t('version.current', { version: template.publishedVersion })}
          </Menu.Label>
          {template.publishedVersion !== null && (
            <Menu.Item
              leftSection={<IconRocket size={16} aria-hidden />}
              renderRoot={(props) => <Link {...props} {...paths.launchOf(template.id)} />}
            >
              {t('launch')}
            </Menu.Item>
          )}
          <Menu.Item leftSection={<IconPlayerPlay size={16} aria-hidden />} onClick={onTry}>
            {t('tryIt.title')}
          </Menu.Item>
          <Menu.Item
            leftSection={<IconArrowBackUp size={16} aria-hidden />}
            disabled={state.past.length === 0}
            onClick={() => dispatch({ type: 'undo' })}
          >
            {t('undo')}
          </Menu.Item>
          <Menu.Item
            leftSection={<IconArrowForwardUp size={16} aria-hidden />}
            disabled={state.future.length === 0}
            onClick={() => dispatch({ type: 'redo' })}
          >
            {t('redo')}
          </Menu.Item>
          <Menu.Item
            leftSection={<IconCode size={16} aria-hidden />}
            onClick={() => show(view === 'code' ? undefined : 'code')}
          >
            {view === 'code' ? t('view.list') : t('view.code')}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
    </div>
  )
}
