import { SegmentedControl, Skeleton } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { paths } from '../../app/paths.ts'
import { useZone } from '../../lib/session.ts'
import { exactTime } from '../../lib/time.ts'
import { ErrorState } from '../../ui/error-state.tsx'
import { PeekPanel } from '../../ui/peek-panel.tsx'
import { MailState } from './outbox-page.tsx'
import { mailQuery } from './outbox-queries.ts'
import classes from './outbox.module.css'

/** One mail as its reader would see it, or its text part. */
export default function MailPeek({ mailId, onClose }: { mailId: string; onClose: () => void }) {
  const { t } = useTranslation('settings')
  const zone = useZone()
  const { data: mail, error, refetch } = useQuery(mailQuery(mailId))
  const [part, setPart] = useState('html')
  return (
    <PeekPanel title={mail?.subject ?? t('outbox.mail')} onClose={onClose} contentKey={mailId}>
      <div className={classes.peek}>
        {error && !mail ? (
          <ErrorState error={error} level={2} onRetry={() => void refetch()} />
        ) : !mail ? (
          <Skeleton height={200} />
        ) : (
          <>
            <h2 className={classes.peekTitle}>{mail.subject}</h2>
            <dl className={classes.facts}>
              <dt>{t('outbox.toLabel')}</dt>
              <dd>{mail.to}</dd>
              <dt>{t('outbox.stateLabel')}</dt>
              <dd>
                <MailState state={mail.state} /> {mail.sentAt && exactTime(mail.sentAt, zone)}
              </dd>
              {mail.error && (
                <>
                  <dt>{t('outbox.error')}</dt>
                  <dd className={classes.error}>{mail.error}</dd>
                </>
              )}
              <dt>{t('outbox.written')}</dt>
              <dd>{exactTime(mail.createdAt, zone)}</dd>
              {mail.processId && (
                <>
                  <dt>{t('outbox.about')}</dt>
                  <dd>
                    {mail.taskId ? (
                      <Link {...paths.task(mail.processId, mail.taskId)}>{t('outbox.openTask')}</Link>
                    ) : (
                      <Link {...paths.process(mail.processId)}>{t('outbox.openProcess')}</Link>
                    )}
                  </dd>
                </>
              )}
              <dt>{t('outbox.messageId')}</dt>
              <dd className={classes.messageId}>{mail.messageId}</dd>
            </dl>
            <SegmentedControl
              aria-label={t('outbox.part')}
              size="sm"
              value={part}
              onChange={setPart}
              data={[
                { value: 'html', label: t('outbox.html') },
                { value: 'text', label: t('outbox.text') },
              ]}
            />
            {part === 'html' ? (
              <MailFrame html={mail.html} title={mail.subject} />
            ) : (
              <pre className={classes.text}>{mail.text}</pre>
            )}
          </>
        )}
      </div>
    </PeekPanel>
  )
}

/**
 * Mails hold what people wrote, so the frame may do nothing: no scripts, no forms, nothing loaded from elsewhere. Links
 * open in a tab of their own.
 */
function MailFrame({ html, title }: { html: string; title: string }) {
  const document = useMemo(
    () =>
      `<meta http-equiv="content-security-policy" content="default-src 'none'; img-src data:; style-src 'unsafe-inline'"><base target="_blank">${html}`,
    [html],
  )
  return (
    <iframe
      className={classes.frame}
      title={title}
      srcDoc={document}
      sandbox="allow-popups allow-popups-to-escape-sandbox"
      referrerPolicy="no-referrer"
    />
  )
}
