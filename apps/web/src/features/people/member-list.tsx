import type { MemberView } from '@baton/contract'
import { ActionIcon, Menu } from '@mantine/core'
import { IconDots, IconPencil, IconShield, IconShieldOff, IconUserCheck, IconUserOff } from '@tabler/icons-react'
import { Suspense, useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { usePeople } from '../../lib/people.ts'
import { useMe } from '../../lib/session.ts'
import { confirm } from '../../ui/confirm.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { messageOf } from '../../ui/error-state.tsx'
import { PersonMark } from '../../ui/marks.tsx'
import { useMoreRows } from '../../ui/more-rows.tsx'
import { ToneBadge } from '../../ui/status.tsx'
import { toast, toastFailed } from '../../ui/toast.tsx'
import { type MemberChange, useChangeMember } from './people-mutations.ts'
import classes from './people.module.css'
import { lazyPart } from '../../ui/lazy-part.tsx'

const MemberDialog = lazyPart(() => import('./member-dialog.tsx'), { floating: true })

/** Members by name, those who are gone last. */
export function MemberList({
  members,
  administrator,
  filter,
}: {
  members: readonly MemberView[]
  administrator: boolean
  /** What they are filtered by; '' when all are there. */
  filter: string
}) {
  const { t } = useTranslation('people')
  const [edited, setEdited] = useState<MemberView>()
  const sorted = useMemo(() => members.toSorted(byName), [members])
  const { drawn, more } = useMoreRows(sorted, filter)
  if (members.length === 0)
    return <EmptyState drawing="search" title={t('nobody')} hint={filter !== '' ? t('nobodyHint') : undefined} />
  return (
    <>
      <ul className={classes.list}>
        {drawn.map((member) => (
          <MemberRow key={member.id} member={member} administrator={administrator} onEdit={() => setEdited(member)} />
        ))}
      </ul>
      {more}
      <Suspense fallback={null}>
        {edited && <MemberDialog member={edited} onClose={() => setEdited(undefined)} />}
      </Suspense>
    </>
  )
}

const byName = (a: MemberView, b: MemberView) =>
  Number(a.status === 'deactivated') - Number(b.status === 'deactivated') || a.name.localeCompare(b.name)

function MemberRow({
  member,
  administrator,
  onEdit,
}: {
  member: MemberView
  administrator: boolean
  onEdit: () => void
}) {
  const { t } = useTranslation('people')
  const { group } = usePeople()
  const { member: me } = useMe()
  const gone = member.status === 'deactivated'
  return (
    <li className={classes.row} data-gone={gone || undefined}>
      <PersonMark id={member.id} size={36} tooltip={false} />
      <div className={classes.who}>
        <span className={classes.name}>
          {member.name}
          {member.id === me.id && <span className={classes.quiet}> {t('you')}</span>}
        </span>
        <span className={classes.quiet}>{member.jobTitle ?? t('noJobTitle')}</span>
      </div>
      <a className={classes.email} href={`mailto:${member.email}`}>
        {member.email}
      </a>
      <span className={classes.groups}>
        {member.groups.map((id) => (
          <span key={id} className={classes.groupTag}>
            {group(id)?.name ?? '—'}
          </span>
        ))}
      </span>
      <span className={classes.badges}>
        {gone ? (
          <ToneBadge tone="gray" icon={IconUserOff}>
            {t('status.deactivated')}
          </ToneBadge>
        ) : (
          member.role === 'administrator' && (
            <ToneBadge tone="blue" icon={IconShield}>
              {t('role.administrator')}
            </ToneBadge>
          )
        )}
      </span>
      <span className={classes.menu}>{administrator && <MemberMenu member={member} onEdit={onEdit} />}</span>
    </li>
  )
}

function MemberMenu({ member, onEdit }: { member: MemberView; onEdit: () => void }) {
  const { t } = useTranslation('people')
  const change = useChangeMember()
  const apply = async (changed: MemberChange, done: string) => {
    try {
      await change.mutateAsync({ memberId: member.id, ...changed })
      toast(done)
    } catch (refused) {
      toastFailed(messageOf(refused))
    }
  }
  const { name } = member
  const deactivate = async () => {
    const answer = await confirm({
      title: t('deactivate.title', { name }),
      text: t('deactivate.text'),
      confirm: t('deactivate.confirm'),
      danger: true,
    })
    if (answer) await apply({ status: 'deactivated' }, t('deactivate.done', { name }))
  }
  return (
    <Menu width={240}>
      <Menu.Target>
        <ActionIcon aria-label={t('member.menu', { name })} loading={change.isPending} size={32}>
          <IconDots size={18} aria-hidden />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item leftSection={<IconPencil size={16} aria-hidden />} onClick={onEdit}>
          {t('member.edit')}
        </Menu.Item>
        {member.status === 'active' &&
          (member.role === 'member' ? (
            <Menu.Item
              leftSection={<IconShield size={16} aria-hidden />}
              onClick={() => void apply({ role: 'administrator' }, t('role.made', { name }))}
            >
              {t('role.make')}
            </Menu.Item>
          ) : (
            <Menu.Item
              leftSection={<IconShieldOff size={16} aria-hidden />}
              onClick={() => void apply({ role: 'member' }, t('role.taken', { name }))}
            >
              {t('role.take')}
            </Menu.Item>
          ))}
        <Menu.Divider />
        {member.status === 'active' ? (
          <Menu.Item color="red" leftSection={<IconUserOff size={16} aria-hidden />} onClick={() => void deactivate()}>
            {t('deactivate.button')}
          </Menu.Item>
        ) : (
          <Menu.Item
            leftSection={<IconUserCheck size={16} aria-hidden />}
            onClick={() => void apply({ status: 'active' }, t('reactivate.done', { name }))}
          >
            {t('reactivate.button')}
          </Menu.Item>
        )}
      </Menu.Dropdown>
    </Menu>
  )
}
