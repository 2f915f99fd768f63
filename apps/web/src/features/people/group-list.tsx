import type { GroupView } from '@baton/contract'
import { ActionIcon, Button, Tooltip } from '@mantine/core'
import { IconPencil } from '@tabler/icons-react'
import { Suspense, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { usePeople } from '../../lib/people.ts'
import { EmptyState } from '../../ui/empty-state.tsx'
import { PeopleMarks, PersonMark } from '../../ui/marks.tsx'
import classes from './people.module.css'
import { lazyPart } from '../../ui/lazy-part.tsx'

const GroupDialog = lazyPart(() => import('./group-dialog.tsx'), { floating: true })

/** Groups by name, with who is in them. */
export function GroupList({
  groups,
  administrator,
  filtered,
  onAdd,
}: {
  groups: readonly GroupView[]
  administrator: boolean
  filtered: boolean
  onAdd: () => void
}) {
  const { t } = useTranslation('people')
  const { nameOf } = usePeople()
  const [edited, setEdited] = useState<GroupView>()
  if (groups.length === 0) {
    return filtered ? (
      <EmptyState drawing="search" title={t('nobody')} hint={t('nobodyHint')} />
    ) : (
      <EmptyState drawing="people" title={t('group.none')} hint={t('group.noneHint')}>
        {administrator && <Button onClick={onAdd}>{t('group.add')}</Button>}
      </EmptyState>
    )
  }
  return (
    <>
      <ul className={classes.list}>
        {groups
          .toSorted((a, b) => a.name.localeCompare(b.name))
          .map((group) => (
            <li key={group.id} className={classes.row}>
              <PersonMark id={group.id} size={36} tooltip={false} />
              <div className={classes.who}>
                <span className={classes.name}>{group.name}</span>
                <span className={classes.quiet}>{t('group.size', { count: group.members.length })}</span>
              </div>
              <span className={classes.members}>
                <PeopleMarks ids={group.members} size={26} max={8} />
                <span className={classes.memberNames}>{group.members.slice(0, 4).map(nameOf).join(', ')}</span>
              </span>
              <span className={classes.menu}>
                {administrator && (
                  <Tooltip label={t('group.edit')}>
                    <ActionIcon
                      size={32}
                      aria-label={t('group.editThis', { name: group.name })}
                      onClick={() => setEdited(group)}
                    >
                      <IconPencil size={16} aria-hidden />
                    </ActionIcon>
                  </Tooltip>
                )}
              </span>
            </li>
          ))}
      </ul>
      <Suspense fallback={null}>
        {edited && <GroupDialog group={edited} onClose={() => setEdited(undefined)} />}
      </Suspense>
    </>
  )
}
