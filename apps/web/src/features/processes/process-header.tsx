import type { ProcessView } from '@baton/contract'
import type { Definition, Process } from '@baton/engine'
import { ActionIcon, Button, Menu, Tooltip } from '@mantine/core'
import {
  IconArchive,
  IconArchiveOff,
  IconBan,
  IconDots,
  IconEye,
  IconEyeOff,
  IconLink,
  IconPencil,
  IconPrinter,
} from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { paths } from '../../app/paths.ts'
import { usePeople } from '../../lib/people.ts'
import { PeopleMarks, PersonMark, ProcessRing, TemplateMark } from '../../ui/marks.tsx'
import { DueLabel, RelativeTime, StatusBadge } from '../../ui/status.tsx'
import { nextDue, progressOf } from './step-groups.ts'
import type { ProcessActions } from './use-process-actions.ts'
import classes from './process.module.css'

/** What the process is and where it stands: mark, name, status, how far, by whom, until when. */
export function ProcessHeader({
  process,
  definition,
  actions,
  small = false,
}: {
  process: ProcessView
  definition: Definition
  actions: ProcessActions
  /** In a panel: the name leads to the page, and is changed there. */
  small?: boolean
}) {
  const { t } = useTranslation('processes')
  const { nameOf } = usePeople()
  const { document } = definition
  const { done, total } = progressOf(process as Process)
  const due = nextDue(process as Process)
  const archived = process.archivedAt !== undefined
  const blocked =
    process.status === 'active' && process.tasks.some(({ problem, status }) => problem && status !== 'skipped')
  return (
    <header className={classes.header} data-small={small || undefined}>
      <TemplateMark title={document.title} emoji={document.emoji} size={small ? 36 : 44} />
      <div className={classes.headText}>
        {small ? (
          <h2 className={classes.name}>
            <Link {...paths.process(process.id)}>{process.name}</Link>
          </h2>
        ) : (
          <Name process={process} actions={actions} />
        )}
        <div className={classes.facts}>
          <StatusBadge status={archived ? 'archived' : process.status} />
          <span className={classes.fact}>
            <ProcessRing
              done={done}
              total={total}
              size={18}
              tone={blocked ? 'blocked' : process.status}
              label={false}
            />
            {t('progress', { ns: 'common', done, total })}
          </span>
          {due && !archived && (
            <span className={classes.fact}>
              {t('header.nextDue')} <DueLabel dueAt={due} />
            </span>
          )}
          <span className={classes.fact}>
            <PersonMark id={process.launchedBy} size={20} tooltip={false} />
            <span>
              {t('header.launchedBy', { name: nameOf(process.launchedBy) })} <RelativeTime at={process.launchedAt} />
            </span>
          </span>
          {process.finishedAt && (
            <span className={classes.fact}>
              {t('finishedAt')} <RelativeTime at={process.finishedAt} />
            </span>
          )}
          <Link {...paths.template(process.templateId)} className={classes.templateLink}>
            {t('header.template', { title: document.title, version: process.templateVersion })}
          </Link>
        </div>
      </div>
      <div className={`${classes.headActions} no-print`}>
        {process.watchers.length > 0 && !small && (
          <span className={classes.watchers}>
            <PeopleMarks ids={process.watchers} size={22} />
          </span>
        )}
        <WatchButton actions={actions} small={small} />
        <ProcessMenu process={process} actions={actions} />
      </div>
    </header>
  )
}

function WatchButton({ actions, small }: { actions: ProcessActions; small: boolean }) {
  const { t } = useTranslation('processes')
  const { watching } = actions
  const refused = actions.why(watching ? 'unwatch' : 'watch')
  const Icon = watching ? IconEyeOff : IconEye
  const label = t(watching ? 'unwatch' : 'watch')
  if (small) {
    return (
      <Tooltip label={refused ?? label}>
        <ActionIcon
          aria-label={label}
          data-disabled={refused !== undefined || undefined}
          size={32}
          onClick={() => !refused && void actions.watch()}
        >
          <Icon size={18} aria-hidden />
        </ActionIcon>
      </Tooltip>
    )
  }
  return (
    <Tooltip label={refused ?? t(watching ? 'unwatchHint' : 'watchHint')}>
      <Button
        variant="default"
        leftSection={<Icon size={16} aria-hidden />}
        data-disabled={refused !== undefined || undefined}
        onClick={() => !refused && void actions.watch()}
      >
        {label}
      </Button>
    </Tooltip>
  )
}

function ProcessMenu({ process, actions }: { process: ProcessView; actions: ProcessActions }) {
  const { t } = useTranslation('processes')
  const archived = process.archivedAt !== undefined
  const refused = { archive: actions.why(archived ? 'unarchive' : 'archive'), cancel: actions.why('cancel') }
  return (
    <Menu width={240}>
      <Menu.Target>
        <ActionIcon variant="default" size={34} aria-label={t('more', { ns: 'common' })}>
          <IconDots size={18} aria-hidden />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item leftSection={<IconLink size={16} aria-hidden />} onClick={() => void actions.copyLink()}>
          {t('copyLink')}
        </Menu.Item>
        <Menu.Item
          leftSection={<IconPrinter size={16} aria-hidden />}
          renderRoot={(props) => <Link {...paths.process(process.id)} search={{ tab: 'answers' }} {...props} />}
        >
          {t('printAnswers')}
        </Menu.Item>
        <Menu.Divider />
        <MenuAction
          icon={archived ? <IconArchiveOff size={16} aria-hidden /> : <IconArchive size={16} aria-hidden />}
          label={t(archived ? 'unarchive' : 'archive.button')}
          refused={refused.archive}
          onClick={() => void (archived ? actions.unarchive() : actions.archive())}
        />
        <MenuAction
          icon={<IconBan size={16} aria-hidden />}
          label={t('cancel.button')}
          refused={refused.cancel}
          danger
          onClick={() => void actions.cancel()}
        />
      </Menu.Dropdown>
    </Menu>
  )
}

/** What cannot be done says why, rather than being gone. */
function MenuAction({
  icon,
  label,
  refused,
  danger,
  onClick,
}: {
  icon: ReactNode
  label: string
  refused: string | undefined
  danger?: boolean
  onClick: () => void
}) {
  return (
    <Menu.Item
      leftSection={icon}
      // Not `disabled`: the keyboard must get there to have the reason read out.
      data-disabled={refused !== undefined || undefined}
      aria-disabled={refused !== undefined || undefined}
      closeMenuOnClick={refused === undefined}
      className={classes.menuAction}
      color={danger && !refused ? 'red' : undefined}
      onClick={() => refused === undefined && onClick()}
    >
      {label}
      {refused && <span className={classes.refused}>{refused}</span>}
    </Menu.Item>
  )
}

/** Changed where it stands: Enter keeps, Escape puts back. */
function Name({ process, actions }: { process: ProcessView; actions: ProcessActions }) {
  const { t } = useTranslation('processes')
  const [typed, setTyped] = useState<string>()
  const refused = actions.why('rename')
  if (typed === undefined) {
    return (
      <h1 className={classes.name}>
        {process.name}
        {!refused && (
          <Tooltip label={t('rename')}>
            <ActionIcon
              className={`${classes.renameButton} no-print`}
              aria-label={t('rename')}
              onClick={() => setTyped(process.name)}
            >
              <IconPencil size={16} aria-hidden />
            </ActionIcon>
          </Tooltip>
        )}
      </h1>
    )
  }
  const save = async () => {
    const name = typed.trim()
    if (name === '' || name === process.name || (await actions.rename(name))) setTyped(undefined)
  }
  return (
    <h1 className={classes.name}>
      <input
        className={classes.nameInput}
        aria-label={t('rename')}
        maxLength={250}
        // The pencil was pressed to type here.
        // oxlint-disable-next-line jsx-a11y/no-autofocus
        autoFocus
        value={typed}
        disabled={actions.busy}
        onChange={(event) => setTyped(event.currentTarget.value)}
        onFocus={(event) => event.currentTarget.select()}
        onBlur={() => void save()}
        onKeyDown={(event) => {
          if (event.key === 'Enter') void save()
          if (event.key === 'Escape') setTyped(undefined)
        }}
      />
    </h1>
  )
}
