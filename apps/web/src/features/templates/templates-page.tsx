import { Button, FileButton, Switch, TextInput } from '@mantine/core'
import { IconFileImport, IconPlus, IconSearch } from '@tabler/icons-react'
import { useSuspenseQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { Suspense, useMemo, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { paths } from '../../app/paths.ts'
import { useActions } from '../../lib/actions.ts'
import { EmptyState } from '../../ui/empty-state.tsx'
import { messageOf } from '../../ui/error-state.tsx'
import { PageHeader } from '../../ui/page-header.tsx'
import { toastFailed } from '../../ui/toast.tsx'
import { DropArea } from './drop-area.tsx'
import { TemplateList } from './template-list.tsx'
import { templatesQuery, useCreateTemplate } from './template-queries.ts'
import classes from './templates.module.css'
import { lazyPart } from '../../ui/lazy-part.tsx'

const ImportDialog = lazyPart(() => import('./import-dialog.tsx'), { floating: true })

/** What the organization knows how to do. */
export function TemplatesPage() {
  const { t } = useTranslation('templates')
  const { text = '', tag, archived = false } = useSearch({ from: '/shell/templates' })
  const navigate = useNavigate({ from: '/templates' })
  const { data } = useSuspenseQuery(templatesQuery(archived))
  const create = useCreateTemplate()
  const [files, setFiles] = useState<File[]>([])
  const search = useRef<HTMLInputElement>(null)

  const tags = useMemo(
    () => [...new Set(data.items.flatMap((item) => item.tags))].toSorted((a, b) => a.localeCompare(b)),
    [data],
  )
  const wanted = text.trim().toLowerCase()
  const shown = data.items.filter(
    (item) =>
      item.archived === archived &&
      (!tag || item.tags.includes(tag)) &&
      (wanted === '' || `${item.title} ${item.tags.join(' ')}`.toLowerCase().includes(wanted)),
  )
  const set = (next: { text?: string; tag?: string; archived?: true }) =>
    void navigate({ search: (before) => ({ ...before, ...next }), replace: true })
  const createNew = async () => {
    try {
      const made = await create.mutateAsync({ title: '', steps: [{ id: 'new_step', type: 'task', title: '' }] })
      await navigate(paths.template(made.id))
    } catch (refused) {
      toastFailed(messageOf(refused))
    }
  }
  useActions(t('title'), [
    { id: 'templates-new', label: t('new'), keys: 'n', run: () => void createNew() },
    { id: 'templates-search', label: t('search'), keys: '/', run: () => search.current?.focus(), keysOnly: true },
  ])
  const importButton = (
    <FileButton multiple accept=".yml,.yaml,.md,.markdown" onChange={setFiles}>
      {(props) => (
        <Button {...props} variant="default" leftSection={<IconFileImport size={16} aria-hidden />}>
          {t('import.button')}
        </Button>
      )}
    </FileButton>
  )
  const newButton = (
    <Button
      variant="default"
      leftSection={<IconPlus size={16} aria-hidden />}
      onClick={() => void createNew()}
      loading={create.isPending}
    >
      {t('new')}
    </Button>
  )
  const nothingYet = data.items.length === 0 && !archived
  return (
    <DropArea onFiles={setFiles} label={t('import.drop')}>
      <PageHeader title={t('title')} />
      <div className={classes.page}>
        {nothingYet ? (
          <EmptyState drawing="page" title={t('empty.title')} hint={t('empty.hint')}>
            {newButton}
            {importButton}
          </EmptyState>
        ) : (
          <>
            <div className={classes.bar}>
              <TextInput
                ref={search}
                type="search"
                className={classes.search}
                aria-label={t('search')}
                placeholder={t('search')}
                leftSection={<IconSearch size={16} aria-hidden />}
                value={text}
                onChange={(event) => set({ text: event.currentTarget.value || undefined })}
              />
              <span className={classes.buttons}>
                {importButton}
                {newButton}
              </span>
            </div>
            <div className={classes.filters}>
              {tags.length > 0 && (
                <div role="group" aria-label={t('tags')} className={classes.tags}>
                  {tags.map((one) => (
                    <button
                      key={one}
                      type="button"
                      className={classes.tag}
                      aria-pressed={tag === one}
                      onClick={() => set({ tag: tag === one ? undefined : one })}
                    >
                      {one}
                    </button>
                  ))}
                </div>
              )}
              <Switch
                size="xs"
                label={t('showArchived')}
                checked={archived}
                onChange={(event) => set({ archived: event.currentTarget.checked ? true : undefined })}
              />
            </div>
            {shown.length === 0 ? (
              <EmptyState
                drawing="search"
                title={t(archived && wanted === '' && !tag ? 'nothingArchived' : 'nothingFits')}
                hint={t(archived && wanted === '' && !tag ? 'nothingArchivedHint' : 'nothingFitsHint')}
              >
                {(wanted !== '' || tag) && (
                  <Button variant="default" onClick={() => set({ text: undefined, tag: undefined })}>
                    {t('clear')}
                  </Button>
                )}
              </EmptyState>
            ) : (
              <TemplateList templates={shown} filter={`${wanted}|${tag}|${archived}`} />
            )}
          </>
        )}
      </div>
      {files.length > 0 && (
        <Suspense>
          <ImportDialog files={files} onClose={() => setFiles([])} />
        </Suspense>
      )}
    </DropArea>
  )
}
