import type { TemplateSummary } from '@baton/contract'
import { ActionIcon, Button, Menu, Tooltip } from '@mantine/core'
import {
  IconArchive,
  IconArchiveOff,
  IconCopy,
  IconDots,
  IconDownload,
  IconPencil,
  IconRocket,
} from '@tabler/icons-react'
import { useQueryClient } from '@tanstack/react-query'
import { Link, useNavigate } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { paths } from '../../app/paths.ts'
import { messageOf } from '../../ui/error-state.tsx'
import { usePeople } from '../../lib/people.ts'
import { PersonMark, TemplateMark } from '../../ui/marks.tsx'
import { useMoreRows } from '../../ui/more-rows.tsx'
import { useRows } from '../../ui/rows.ts'
import { RelativeTime, ToneBadge } from '../../ui/status.tsx'
import { toast, toastFailed } from '../../ui/toast.tsx'
import { downloadText } from './download.ts'
import { templateQuery, useArchiveTemplate, useCreateTemplate } from './template-queries.ts'
import classes from './templates.module.css'

/** The templates, one a row, worked by keyboard like every list. */
export function TemplateList({
  templates,
  filter,
}: {
  templates: readonly TemplateSummary[]
  /** What they are filtered by. */
  filter: string
}) {
  const { t } = useTranslation('templates')
  const navigate = useNavigate()
  const open = ({ id }: TemplateSummary) => void navigate(paths.template(id))
  const { drawn, more } = useMoreRows(templates, filter)
  const rows = useRows({
    rows: drawn,
    keyOf: ({ id }) => id,
    onOpen: open,
    actions: (template) => [
      {
        id: 'template-launch',
        label: t('launch'),
        keys: 'l',
        run: () => void navigate(paths.launchOf(template.id)),
        ...(template.publishedVersion === null ? { disabled: t('notPublished') } : {}),
      },
    ],
  })
  return (
    <div className={classes.scroll}>
      <table className={classes.table}>
        <caption className="visually-hidden">{t('title')}</caption>
        <thead>
          <tr>
            <th scope="col">{t('column.name')}</th>
            <th scope="col">{t('column.owner')}</th>
            <th scope="col" className={classes.numeric}>
              {t('column.steps')}
            </th>
            <th scope="col" className={classes.numeric}>
              {t('column.running')}
            </th>
            <th scope="col">{t('column.published')}</th>
            <th scope="col">
              <span className="visually-hidden">{t('column.actions')}</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {drawn.map((template) => (
            <Row key={template.id} template={template} main={rows.mainProps(template)} />
          ))}
        </tbody>
      </table>
      {more}
    </div>
  )
}

function Row({
  template,
  main,
}: {
  template: TemplateSummary
  main: ReturnType<ReturnType<typeof useRows<TemplateSummary>>['mainProps']>
}) {
  const { t } = useTranslation('templates')
  const { nameOf } = usePeople()
  const { id, title, emoji, tags, owner, steps, running, publishedVersion, publishedAt, unpublishedChanges, archived } =
    template
  const name = title || t('untitled')
  return (
    <tr className={classes.row}>
      <td>
        <div className={classes.name}>
          <TemplateMark title={name} emoji={emoji} size={32} />
          <div className={classes.words}>
            <Link
              {...paths.template(id)}
              className={classes.link}
              ref={main.ref}
              tabIndex={main.tabIndex}
              onFocus={main.onFocus}
            >
              {name}
            </Link>
            <div className={classes.under}>
              {publishedVersion === null ? (
                <ToneBadge tone="gray">{t('draft')}</ToneBadge>
              ) : (
                unpublishedChanges && <ToneBadge tone="amber">{t('changed')}</ToneBadge>
              )}
              {tags.map((tag) => (
                <span key={tag} className={classes.smallTag}>
                  {tag}
                </span>
              ))}
            </div>
          </div>
        </div>
      </td>
      <td>
        <span className={classes.owner}>
          <PersonMark id={owner} size={22} tooltip={false} />
          <span>{nameOf(owner)}</span>
        </span>
      </td>
      <td className={classes.numeric}>{steps}</td>
      <td className={classes.numeric}>
        {running > 0 ? (
          <Link {...paths.processes()} search={{ template: id }} className={classes.link}>
            {running}
            <span className="visually-hidden"> {t('runningOf', { title: name })}</span>
          </Link>
        ) : (
          <span className={classes.dim}>0</span>
        )}
      </td>
      <td>{publishedAt ? <RelativeTime at={publishedAt} /> : <span className={classes.dim}>{t('never')}</span>}</td>
      <td>
        <div className={classes.actions}>
          <Tooltip label={t('notPublished')} disabled={publishedVersion !== null}>
            <Button
              variant="default"
              size="compact-sm"
              renderRoot={(props) => <Link {...props} {...paths.launchOf(id)} />}
              data-disabled={publishedVersion === null || archived || undefined}
              aria-disabled={publishedVersion === null || archived}
              onClick={(event) => (publishedVersion === null || archived) && event.preventDefault()}
              aria-label={t('launchOf', { title: name })}
              leftSection={<IconRocket size={14} aria-hidden />}
            >
              {t('launch')}
            </Button>
          </Tooltip>
          <RowMenu template={template} name={name} />
        </div>
      </td>
    </tr>
  )
}

function RowMenu({ template: { id, archived }, name }: { template: TemplateSummary; name: string }) {
  const { t } = useTranslation('templates')
  const navigate = useNavigate()
  const client = useQueryClient()
  const archive = useArchiveTemplate()
  const create = useCreateTemplate()
  const { members, groups } = usePeople()
  const failed = (refused: unknown) => toastFailed(messageOf(refused))

  const setArchived = async (to: boolean) => {
    await archive.mutateAsync({ templateId: id, archived: to })
    toast(t(to ? 'archivedOne' : 'restoredOne', { title: name }), {
      label: t('undo'),
      run: () => void archive.mutateAsync({ templateId: id, archived: !to }).catch(failed),
    })
  }
  const exportYaml = async () => {
    const [{ toYaml }, { draft }] = await Promise.all([
      import('@baton/importers'),
      client.fetchQuery(templateQuery(id)),
    ])
    const fileName =
      name
        .toLowerCase()
        .replaceAll(/[^\p{L}\p{N}]+/gu, '-')
        .replaceAll(/^-+|-+$/g, '') || 'template'
    downloadText(`${fileName}.yaml`, toYaml(draft, { members, groups }))
  }
  const duplicate = async () => {
    const { draft } = await client.fetchQuery(templateQuery(id))
    const made = await create.mutateAsync({ ...draft, title: t('copyOf', { title: draft.title }).slice(0, 250) })
    await navigate(paths.template(made.id))
  }
  return (
    <Menu>
      <Menu.Target>
        <ActionIcon aria-label={t('menuOf', { title: name })}>
          <IconDots size={16} aria-hidden />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item
          leftSection={<IconPencil size={16} aria-hidden />}
          renderRoot={(props) => <Link {...props} {...paths.template(id)} />}
        >
          {t('edit')}
        </Menu.Item>
        <Menu.Item leftSection={<IconCopy size={16} aria-hidden />} onClick={() => void duplicate().catch(failed)}>
          {t('duplicate')}
        </Menu.Item>
        <Menu.Item leftSection={<IconDownload size={16} aria-hidden />} onClick={() => void exportYaml().catch(failed)}>
          {t('export')}
        </Menu.Item>
        <Menu.Divider />
        <Menu.Item
          leftSection={archived ? <IconArchiveOff size={16} aria-hidden /> : <IconArchive size={16} aria-hidden />}
          onClick={() => void setArchived(!archived).catch(failed)}
        >
          {t(archived ? 'restore' : 'archive')}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  )
}
