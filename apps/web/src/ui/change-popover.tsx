import { Button, Popover } from '@mantine/core'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import classes from './change-popover.module.css'

/** A quiet “Change” that opens a small form beside it, and gets the focus back when that is closed. */
export function ChangePopover({
  opened,
  onOpen,
  onClose,
  label,
  blocked,
  width,
  children,
}: {
  opened: boolean
  onOpen: () => void
  onClose: () => void
  /** What is changed: the button says no more than “Change”. */
  label: string
  /** Why it cannot be changed now. */
  blocked: string | undefined
  /** Pixels. */
  width: number
  children: ReactNode
}) {
  const { t } = useTranslation()
  return (
    <Popover opened={opened} onClose={onClose} width={width} position="bottom-end" trapFocus returnFocus>
      <Popover.Target>
        <Button
          size="compact-sm"
          variant="subtle"
          color="gray"
          className={classes.change}
          disabled={blocked !== undefined}
          title={blocked}
          aria-label={label}
          onClick={onOpen}
        >
          {t('change')}
        </Button>
      </Popover.Target>
      <Popover.Dropdown>{children}</Popover.Dropdown>
    </Popover>
  )
}

/** The buttons at the foot of that form. */
export const ChangeButtons = ({ children }: { children: ReactNode }) => (
  <div className={classes.buttons}>{children}</div>
)
