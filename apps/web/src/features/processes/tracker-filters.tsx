import { TextInput } from '@mantine/core'
import { useDebouncedCallback } from '@mantine/hooks'
import { IconAlertTriangle, IconSearch } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useActions } from '../../lib/actions.ts'
import { usePeople } from '../../lib/people.ts'
import { useMe } from '../../lib/session.ts'
import { PersonMark, TemplateMark } from '../../ui/marks.tsx'
import { type Choice, ChoiceChip } from './choice-chip.tsx'
import { allTemplatesQuery, processCountsQuery } from './process-queries.ts'
import { dueFilters, isFiltered, noMilestone, type TrackerSearch, withoutEmpty } from './tracker-search.ts'
import { useMilestones } from './use-milestones.ts'
import classes from './tracker.module.css'

/** The filters, one chip each, in one line; what they say stands in the address. */
export function TrackerFilters() {
  const { t } = useTranslation('processes')
  const search = useSearch({ from: '/shell/processes' })
  const navigate = useNavigate({ from: '/processes' })
  const { member } = useMe()
  const { members, groups } = usePeople()
  const { data: templates } = useQuery(allTemplatesQuery)
  const { data: counts } = useQuery(processCountsQuery)
  const textInput = useRef<HTMLInputElement>(null)

  const set = (next: Partial<TrackerSearch>) =>
    void navigate({ search: ({ peek: _, ...before }) => withoutEmpty({ ...before, ...next }), replace: true })
  useActions(t('title'), [
    { id: 'tracker-filter', label: t('filter.text'), keys: 'f', run: () => textInput.current?.focus(), keysOnly: true },
  ])

  const milestones = useMilestones(search.template) ?? []
  const milestoneChoices: Choice[] =
    milestones.length > 0
      ? [
          ...milestones.map(({ id, title }) => ({ value: id, label: title })),
          { value: noMilestone, label: t('board.none') },
        ]
      : []
  // One of another version, by its address.
  if (search.milestone && !milestoneChoices.some(({ value }) => value === search.milestone))
    milestoneChoices.push({ value: search.milestone, label: search.milestone })

  const activeOf = new Map(counts?.byTemplate.map(({ templateId, active }) => [templateId, active]))
  const totalOf = new Map(counts?.byTemplate.map(({ templateId, total }) => [templateId, total]))
  const templateChoices: Choice[] = (templates?.items ?? [])
    // One that was never launched has nothing to show.
    .filter(({ id }) => id === search.template || (totalOf.get(id) ?? 0) > 0)
    .toSorted((a, b) => a.title.localeCompare(b.title))
    .map(({ id, title, emoji }) => ({
      value: id,
      label: title,
      mark: <TemplateMark title={title} emoji={emoji} size={20} />,
      hint: String((search.status === 'active' ? activeOf : totalOf).get(id) ?? 0),
    }))
  const byName = (a: { name: string }, b: { name: string }) => a.name.localeCompare(b.name)
  const peopleChoices: Choice[] = members.toSorted(byName).map(({ id, name, status }) => ({
    value: id,
    label: id === member.id ? t('filter.me', { name }) : name,
    mark: <PersonMark id={id} size={20} tooltip={false} />,
    group: t(status === 'active' ? 'filter.members' : 'filter.former'),
  }))
  // Oneself first: that is who is asked for most.
  peopleChoices.sort((a, b) => Number(b.value === member.id) - Number(a.value === member.id))
  const groupChoices: Choice[] = groups.toSorted(byName).map(({ id, name }) => ({
    value: id,
    label: name,
    mark: <PersonMark id={id} size={20} tooltip={false} />,
    group: t('filter.groups'),
  }))

  return (
    <div className={classes.filters} role="group" aria-label={t('filter.label')}>
      <TextFilter value={search.text} inputRef={textInput} onChange={(text) => set({ text })} />
      <ChoiceChip
        label={t('filter.template')}
        value={search.template}
        choices={templateChoices}
        searchable
        onChange={(template) => set({ template, milestone: undefined })}
      />
      {milestoneChoices.length > 0 && (
        <ChoiceChip
          label={t('filter.milestone')}
          value={search.milestone}
          choices={milestoneChoices}
          onChange={(milestone) => set({ milestone })}
        />
      )}
      <ChoiceChip
        label={t('filter.assignee')}
        value={search.assignee}
        choices={[...peopleChoices, ...groupChoices]}
        searchable
        onChange={(assignee) => set({ assignee })}
      />
      <ChoiceChip
        label={t('filter.launchedBy')}
        value={search.launchedBy}
        choices={peopleChoices}
        searchable
        onChange={(launchedBy) => set({ launchedBy })}
      />
      <ChoiceChip
        label={t('filter.due')}
        value={search.due}
        choices={dueFilters.map((value) => ({ value, label: t(`due.${value}`) }))}
        onChange={(due) => set({ due: due as TrackerSearch['due'] })}
      />
      <button
        type="button"
        className={classes.toggle}
        aria-pressed={search.problems === true}
        onClick={() => set({ problems: search.problems ? undefined : true })}
      >
        <IconAlertTriangle size={14} aria-hidden />
        {t('filter.problems')}
      </button>
      {isFiltered(search) && (
        <button
          type="button"
          className={classes.clear}
          onClick={() => void navigate({ search: ({ view, sort }) => withoutEmpty({ view, sort }), replace: true })}
        >
          {t('filter.clear')}
        </button>
      )}
    </div>
  )
}

/** Asks once the typing pauses. */
function TextFilter({
  value = '',
  inputRef,
  onChange,
}: {
  value?: string
  inputRef: React.Ref<HTMLInputElement>
  onChange: (text: string | undefined) => void
}) {
  const { t } = useTranslation('processes')
  const [typed, setTyped] = useState(value)
  const asked = useRef(value)
  const ask = useDebouncedCallback((text: string) => {
    asked.current = text
    onChange(text || undefined)
  }, 250)
  // The address was changed by something else: a cleared filter, the way back.
  useEffect(() => {
    if (value === asked.current) return
    asked.current = value
    setTyped(value)
  }, [value])
  return (
    <TextInput
      ref={inputRef}
      className={classes.text}
      size="xs"
      type="search"
      aria-label={t('filter.text')}
      placeholder={t('filter.text')}
      leftSection={<IconSearch size={14} aria-hidden />}
      maxLength={100}
      value={typed}
      onChange={(event) => {
        setTyped(event.currentTarget.value)
        ask(event.currentTarget.value.trim())
      }}
    />
  )
}
