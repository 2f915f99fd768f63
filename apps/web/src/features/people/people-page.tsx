import { Button, Switch, Tabs, TextInput, Tooltip } from '@mantine/core'
import { IconPlus, IconSearch } from '@tabler/icons-react'
import { useSuspenseQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { Suspense, useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useActions } from '../../lib/actions.ts'
import { peopleQuery, useMe } from '../../lib/session.ts'
import { PageHeader } from '../../ui/page-header.tsx'
import { GroupList } from './group-list.tsx'
import { MemberList } from './member-list.tsx'
import type { PeopleSearch } from './people-search.ts'
import classes from './people.module.css'
import { lazyPart } from '../../ui/lazy-part.tsx'

const MemberDialog = lazyPart(() => import('./member-dialog.tsx'), { floating: true })
const GroupDialog = lazyPart(() => import('./group-dialog.tsx'), { floating: true })

/** Who is here, and which groups they make. Administrators change both. */
export function PeoplePage() {
  const { t } = useTranslation('people')
  const { tab, text = '', former } = useSearch({ from: '/shell/people' })
  const navigate = useNavigate({ from: '/people' })
  const { member: me } = useMe()
  const { data } = useSuspenseQuery(peopleQuery)
  const [open, setOpen] = useState<'member' | 'group'>()
  const administrator = me.role === 'administrator'
  const groups = tab === 'groups'

  const set = (next: PeopleSearch) =>
    void navigate({
      search: (before) => {
        const merged = { ...before, ...next }
        return Object.fromEntries(Object.entries(merged).filter(([, value]) => value !== undefined && value !== ''))
      },
      replace: true,
    })
  const add = () => setOpen(groups ? 'group' : 'member')
  const addLabel = t(groups ? 'group.add' : 'member.add')
  useActions(t('title'), administrator ? [{ id: 'people-add', label: addLabel, keys: 'n', run: add }] : [])
  const hasFormer = data.members.some(({ status }) => status === 'deactivated')
  const wanted = text.trim().toLowerCase()
  const members = useMemo(
    () =>
      data.members.filter(
        ({ status, name, email, jobTitle = '' }) =>
          (former || status === 'active') && `${name} ${email} ${jobTitle}`.toLowerCase().includes(wanted),
      ),
    [data, former, wanted],
  )
  const activeCount = data.members.filter(({ status }) => status === 'active').length
  return (
    <>
      <PageHeader title={t('title')} />
      <Tabs
        value={groups ? 'groups' : 'members'}
        onChange={(next) => set({ tab: next === 'groups' ? 'groups' : undefined })}
        className={classes.page}
        keepMounted={false}
      >
        <Tabs.List>
          <Tabs.Tab value="members">
            {t('tab.members')} <span className={classes.count}>{activeCount}</span>
          </Tabs.Tab>
          <Tabs.Tab value="groups">
            {t('tab.groups')} <span className={classes.count}>{data.groups.length}</span>
          </Tabs.Tab>
        </Tabs.List>
        <div className={classes.bar}>
          <TextInput
            type="search"
            className={classes.search}
            aria-label={t('search')}
            placeholder={t('search')}
            leftSection={<IconSearch size={16} aria-hidden />}
            value={text}
            onChange={(event) => set({ text: event.currentTarget.value })}
          />
          {!groups && hasFormer && (
            <Switch
              size="xs"
              label={t('showFormer')}
              checked={former === true}
              onChange={(event) => set({ former: event.currentTarget.checked ? true : undefined })}
            />
          )}
          <Tooltip label={t('onlyAdministrators')} disabled={administrator}>
            <Button
              variant="default"
              className={classes.addButton}
              leftSection={<IconPlus size={16} aria-hidden />}
              data-disabled={!administrator || undefined}
              onClick={() => administrator && add()}
            >
              {addLabel}
            </Button>
          </Tooltip>
        </div>
        <Tabs.Panel value="members">
          <MemberList members={members} administrator={administrator} filter={wanted} />
        </Tabs.Panel>
        <Tabs.Panel value="groups">
          <GroupList
            groups={data.groups.filter(({ name }) => name.toLowerCase().includes(wanted))}
            administrator={administrator}
            filtered={wanted !== ''}
            onAdd={() => setOpen('group')}
          />
        </Tabs.Panel>
      </Tabs>
      <Suspense fallback={null}>
        {open === 'member' && <MemberDialog onClose={() => setOpen(undefined)} />}
        {open === 'group' && <GroupDialog onClose={() => setOpen(undefined)} />}
      </Suspense>
    </>
  )
}
