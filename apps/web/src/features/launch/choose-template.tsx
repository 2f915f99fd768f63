import type { TemplateSummary } from '@baton/contract'
import { Button, TextInput } from '@mantine/core'
import { IconSearch } from '@tabler/icons-react'
import { useQuery, useSuspenseQuery } from '@tanstack/react-query'
import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import { useId, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { paths } from '../../app/paths.ts'
import { useMe } from '../../lib/session.ts'
import { EmptyState } from '../../ui/empty-state.tsx'
import { TemplateMark } from '../../ui/marks.tsx'
import { PageHeader } from '../../ui/page-header.tsx'
import { fit } from './fuzzy.ts'
import { launchableQuery, recentLaunchesQuery } from './launch-queries.ts'
import classes from './launch.module.css'

/** Which template: those I launched last come first, a few letters find any. */
export function ChooseTemplate() {
  const { t } = useTranslation('launch')
  const { text = '' } = useSearch({ from: '/shell/launch' })
  const navigate = useNavigate({ from: '/launch' })
  const me = useMe()
  const { data: templates } = useSuspenseQuery(launchableQuery)
  const { data: recent } = useQuery(recentLaunchesQuery(me.member.id))
  const [chosen, setChosen] = useState(0)
  const listId = useId()

  const launched = [...new Set(recent?.items.map(({ templateId }) => templateId))]
  const all = templates.items.filter(({ publishedVersion, archived }) => publishedVersion !== null && !archived)
  const recentness = ({ id }: TemplateSummary) => {
    const place = launched.indexOf(id)
    return place < 0 ? launched.length : place
  }
  const found = all
    .map((template) => ({ template, score: fit(`${template.title} ${template.tags.join(' ')}`, text) }))
    .filter((one): one is { template: TemplateSummary; score: number } => one.score !== undefined)
    .toSorted(
      (a, b) =>
        b.score - a.score ||
        recentness(a.template) - recentness(b.template) ||
        a.template.title.localeCompare(b.template.title),
    )
    .map(({ template }) => template)
  if (text.trim() === '') found.sort((a, b) => recentness(a) - recentness(b) || a.title.localeCompare(b.title))
  const at = Math.min(chosen, found.length - 1)
  const optionId = (index: number) => `${listId}-${index}`
  const move = (to: number) => {
    setChosen(to)
    document.getElementById(optionId(to))?.scrollIntoView({ block: 'nearest' })
  }

  if (all.length === 0) {
    return (
      <>
        <PageHeader title={t('title')} />
        <EmptyState drawing="track" title={t('nothing.title')} hint={t('nothing.hint')}>
          <Button component={Link} {...paths.templates()}>
            {t('nothing.go')}
          </Button>
        </EmptyState>
      </>
    )
  }
  return (
    <>
      <PageHeader title={t('title')} />
      <div className={classes.choose}>
        <TextInput
          size="md"
          autoFocus
          role="combobox"
          aria-expanded
          aria-controls={listId}
          aria-activedescendant={found.length > 0 ? optionId(at) : undefined}
          aria-label={t('search')}
          placeholder={t('search')}
          leftSection={<IconSearch size={18} aria-hidden />}
          value={text}
          onChange={(event) => {
            const typed = event.currentTarget.value
            setChosen(0)
            void navigate({ search: typed === '' ? {} : { text: typed }, replace: true })
          }}
          onKeyDown={(event) => {
            if (event.key === 'ArrowDown') move(Math.min(at + 1, found.length - 1))
            else if (event.key === 'ArrowUp') move(Math.max(at - 1, 0))
            else if (event.key === 'Enter' && found[at]) void navigate(paths.launchOf(found[at].id))
            else return
            event.preventDefault()
          }}
        />
        {found.length === 0 && <EmptyState drawing="search" title={t('nothingFits')} hint={t('nothingFitsHint')} />}
        <ul id={listId} role="listbox" aria-label={t('templates')} className={classes.options}>
          {found.map((template, index) => (
            // The field above has the keys; the pointer may choose too.
            // oxlint-disable-next-line jsx-a11y/click-events-have-key-events
            <li
              key={template.id}
              id={optionId(index)}
              role="option"
              aria-selected={index === at}
              className={classes.option}
              onClick={() => void navigate(paths.launchOf(template.id))}
              onMouseMove={() => index !== at && setChosen(index)}
            >
              <TemplateMark title={template.title} emoji={template.emoji} size={32} />
              <span className={classes.optionTitle}>{template.title}</span>
              <span className={classes.optionHint}>
                {launched.includes(template.id) ? t('recent') : template.tags.join(', ')}
              </span>
              <span className={classes.optionHint}>{t('steps', { count: template.steps })}</span>
            </li>
          ))}
        </ul>
      </div>
    </>
  )
}
