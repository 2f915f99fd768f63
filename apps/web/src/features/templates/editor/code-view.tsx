import { Button, Group } from '@mantine/core'
import type { TemplateDocument } from '@baton/engine'
import { toYaml } from '@baton/importers'
import { IconCopy, IconDownload } from '@tabler/icons-react'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { usePeople } from '../../../lib/people.ts'
import { messageOf } from '../../../ui/error-state.tsx'
import { toast, toastFailed } from '../../../ui/toast.tsx'
import { slugOf } from './document/slugs.ts'
import { downloadText } from '../download.ts'
import classes from './code-view.module.css'

/** The document as code: what export writes and import reads. To read and take along, not to type in. */
export default function CodeView({ document }: { document: TemplateDocument }) {
  const { t } = useTranslation('editor')
  const { members, groups } = usePeople()
  const yaml = useMemo(() => toYaml(document, { members, groups }), [document, members, groups])
  const copy = () =>
    navigator.clipboard.writeText(yaml).then(
      () => toast(t('code.copied')),
      (refused: unknown) => toastFailed(messageOf(refused)),
    )
  return (
    <div className={classes.root}>
      <Group justify="space-between" mb="sm">
        <p className={classes.hint}>{t('code.hint')}</p>
        <Group gap="xs">
          <Button
            variant="default"
            size="compact-md"
            leftSection={<IconCopy size={16} aria-hidden />}
            onClick={() => void copy()}
          >
            {t('code.copy')}
          </Button>
          <Button
            variant="default"
            size="compact-md"
            leftSection={<IconDownload size={16} aria-hidden />}
            onClick={() => downloadText(`${slugOf(document.title, 'template', new Set())}.yaml`, yaml)}
          >
            {t('code.download')}
          </Button>
        </Group>
      </Group>
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- what scrolls must scroll by keyboard too */}
      <pre className={classes.code} tabIndex={0} aria-label={t('view.code')}>
        {yaml}
      </pre>
    </div>
  )
}
