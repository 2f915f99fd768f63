import { Modal } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { useOfferedActions } from '../../lib/actions.ts'
import { KeyHint } from '../../ui/key-hint.tsx'
import classes from './key-sheet.module.css'

/** Every key that does something here and now. */
export default function KeySheet({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation()
  const groups = useOfferedActions()
    .map(({ title, actions }) => ({ title, actions: actions.filter(({ keys }) => keys) }))
    .filter(({ actions }) => actions.length > 0)
  return (
    <Modal opened onClose={onClose} title={t('keys.title')} size="lg" closeButtonProps={{ 'aria-label': t('close') }}>
      <div className={classes.columns}>
        {groups.map(({ title, actions }) => (
          <section key={title} className={classes.group}>
            <h3>{title}</h3>
            <dl>
              {actions.map(({ id, label, keys }) => (
                <div key={id}>
                  <dt>{label}</dt>
                  <dd>
                    <KeyHint keys={keys!} />
                    <span className="visually-hidden">{keys}</span>
                  </dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
    </Modal>
  )
}
