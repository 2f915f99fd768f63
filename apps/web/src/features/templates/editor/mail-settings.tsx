import type { Step } from '@baton/engine'
import { Radio, Stack } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { changeStep } from './document/step-operations.ts'
import { useEditor } from './editor-context.ts'
import { Faults } from './faults.tsx'
import classes from './panel.module.css'
import { VariableText } from './variable-text.tsx'

type Mail = NonNullable<Step['mail']>
const empty: Mail = { to: '', subject: '', body: '', send: 'automatically' }

/** What an e-mail step sends, to whom and when. */
export function MailSettings({ step }: { step: Step }) {
  const { t } = useTranslation('editor')
  const { edit } = useEditor()
  const mail = step.mail ?? empty
  const set = (parts: Partial<Mail>, typing?: string) =>
    edit(
      (doc) => {
        const { cc, ...now } = { ...(doc.steps.find(({ id }) => id === step.id)?.mail ?? empty), ...parts }
        return changeStep(doc, step.id, { mail: cc ? { ...now, cc } : now })
      },
      typing ? { typing: `step/${step.id}/mail/${typing}` } : {},
    )
  return (
    <div className={classes.body}>
      <Faults where={({ selection, tab }) => selection.at === 'step' && selection.step === step.id && tab === 'form'} />
      <VariableText
        label={t('mail.to')}
        description={t('mail.toHint')}
        maxLength={1000}
        value={mail.to}
        onChange={(to) => set({ to }, 'to')}
      />
      <VariableText label={t('mail.cc')} maxLength={1000} value={mail.cc ?? ''} onChange={(cc) => set({ cc }, 'cc')} />
      <VariableText
        label={t('mail.subject')}
        maxLength={500}
        value={mail.subject}
        onChange={(subject) => set({ subject }, 'subject')}
      />
      <VariableText
        label={t('mail.body')}
        description={t('mail.bodyHint')}
        multiline
        maxLength={50_000}
        value={mail.body}
        onChange={(body) => set({ body }, 'body')}
      />
      <Radio.Group label={t('mail.send')} value={mail.send} onChange={(send) => set({ send: send as Mail['send'] })}>
        <Stack gap={8} mt={8}>
          <Radio value="automatically" label={t('mail.automatically')} />
          <Radio value="by_hand" label={t('mail.by_hand')} />
        </Stack>
      </Radio.Group>
    </div>
  )
}
