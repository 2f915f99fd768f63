import { Modal } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { IconBolt, IconPlayerPlay } from '@tabler/icons-react'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useRouter } from '@tanstack/react-router'
import { type KeyboardEvent, useEffect, useId, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { search } from '@baton/contract'
import { useOfferedActions } from '../../lib/actions.ts'
import { read } from '../../lib/api.ts'
import { queryKeys } from '../../lib/query-keys.ts'
import { KeyHint } from '../../ui/key-hint.tsx'
import { PersonMark, ProcessRing, TemplateMark } from '../../ui/marks.tsx'
import { paths } from '../paths.ts'
import { matches } from './matches.ts'
import classes from './palette.module.css'

type Choice = {
  id: string
  label: string
  detail?: string
  mark: React.ReactNode
  keys?: string
  disabled?: string
  run: () => void
}
type Section = { title: string; choices: Choice[] }

/** Go, launch, act on what is at hand, and find: all by typing. */
export default function Palette({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation()
  const listId = useId()
  const [text, setText] = useState('')
  const [at, setAt] = useState(0)
  const list = useRef<HTMLDivElement>(null)
  const sections = useSections(text)
  const choices = sections.flatMap((section) => section.choices)
  const selected = choices[Math.min(at, choices.length - 1)]

  useEffect(() => {
    list.current?.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: 'nearest' })
  }, [selected?.id])

  const choose = (choice: Choice | undefined) => {
    if (!choice || choice.disabled !== undefined) return
    onClose()
    // After the dialog has given the focus back, so that what runs may place it.
    setTimeout(choice.run)
  }
  const onKeyDown = (event: KeyboardEvent) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
    if (step !== undefined && choices.length > 0) {
      event.preventDefault()
      setAt((Math.min(at, choices.length - 1) + step + choices.length) % choices.length)
    } else if (event.key === 'Enter' && !event.nativeEvent.isComposing) {
      event.preventDefault()
      choose(selected)
    }
  }

  return (
    <Modal.Root opened onClose={onClose} size={600} yOffset="12vh" centered={false} padding={0}>
      <Modal.Overlay />
      <Modal.Content aria-label={t('palette.open')}>
        <input
          className={classes.input}
          role="combobox"
          aria-expanded
          aria-controls={listId}
          aria-activedescendant={selected && `${listId}-${selected.id}`}
          aria-autocomplete="list"
          aria-label={t('palette.placeholder')}
          placeholder={t('palette.placeholder')}
          maxLength={100}
          data-autofocus
          value={text}
          onChange={(event) => {
            setText(event.currentTarget.value)
            setAt(0)
          }}
          onKeyDown={onKeyDown}
        />
        <div className={classes.list} id={listId} role="listbox" aria-label={t('palette.results')} ref={list}>
          {sections.map(({ title, choices: listed }) => (
            <div key={title} role="group" aria-label={title}>
              <div className={classes.heading} aria-hidden>
                {title}
              </div>
              {listed.map((choice) => (
                // The keys of the list are handled by the field, which keeps the focus.
                // oxlint-disable-next-line jsx-a11y/click-events-have-key-events
                <div
                  key={choice.id}
                  id={`${listId}-${choice.id}`}
                  role="option"
                  tabIndex={-1}
                  aria-selected={choice === selected}
                  aria-disabled={choice.disabled !== undefined || undefined}
                  className={classes.option}
                  onMouseMove={() => choice !== selected && setAt(choices.indexOf(choice))}
                  onClick={() => choose(choice)}
                >
                  {choice.mark}
                  <span className={classes.words}>
                    <span>{choice.label}</span>
                    {(choice.disabled ?? choice.detail) && (
                      <span className={classes.detail}>{choice.disabled ?? choice.detail}</span>
                    )}
                  </span>
                  {choice.keys && <KeyHint keys={choice.keys} />}
                </div>
              ))}
            </div>
          ))}
        </div>
        {choices.length === 0 && (
          <p className={classes.nothing} role="status">
            {t('palette.nothing')}
          </p>
        )}
      </Modal.Content>
    </Modal.Root>
  )
}

/** What fits the text: what is at hand first, then places, then what the server finds. */
function useSections(text: string): Section[] {
  const { t } = useTranslation()
  const router = useRouter()
  const groups = useOfferedActions()
  const [asked] = useDebouncedValue(text.trim(), 120)
  const { data: hits } = useQuery({
    queryKey: queryKeys.search(asked),
    queryFn: ({ signal }) => read(search.search, { query: { text: asked }, signal }),
    enabled: asked.length > 0,
    placeholderData: keepPreviousData,
  })
  const found = text.trim() === '' ? [] : (hits?.items ?? [])

  const actions = groups.toReversed().map(({ title, actions: offered }) => ({
    title,
    choices: offered
      .filter(({ keysOnly, label }) => !keysOnly && matches(label, text))
      .map(({ id, label, keys, disabled, run }): Choice => ({
        id: `do-${id}`,
        label,
        keys,
        disabled,
        run,
        mark: <IconBolt size={18} color="var(--ink-3)" aria-hidden />,
      })),
  }))
  const ofKind = (kind: (typeof found)[number]['kind']) => found.filter((hit) => hit.kind === kind)
  return [
    ...actions,
    {
      title: t('palette.processes'),
      choices: ofKind('process').map(({ id, title, detail }) => ({
        id,
        label: title,
        detail,
        mark: <ProcessRing done={0} total={1} size={18} label={false} />,
        run: () => void router.navigate(paths.process(id)),
      })),
    },
    {
      title: t('palette.templates'),
      choices: ofKind('template').flatMap(({ id, title, detail, emoji }) => [
        {
          id: `launch-${id}`,
          label: t('palette.launchOf', { title }),
          detail,
          mark: <IconPlayerPlay size={18} color="var(--accent)" aria-hidden />,
          run: () => void router.navigate(paths.launchOf(id)),
        },
        {
          id,
          label: title,
          detail,
          mark: <TemplateMark title={title} emoji={emoji} size={20} />,
          run: () => void router.navigate(paths.template(id)),
        },
      ]),
    },
    {
      title: t('palette.people'),
      choices: ofKind('member').map(({ id, title, detail }) => ({
        id,
        label: title,
        detail,
        mark: <PersonMark id={id} size={20} tooltip={false} />,
        run: () => void router.navigate({ ...paths.people(), search: { text: title } }),
      })),
    },
  ].filter(({ choices }) => choices.length > 0)
}
