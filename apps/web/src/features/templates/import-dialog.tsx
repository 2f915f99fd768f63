import { UserError } from '@baton/engine'
import { importDocument, type Imported } from '@baton/importers'
import { Alert, Button, Group, Modal, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { IconAlertTriangle, IconCheck } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { paths } from '../../app/paths.ts'
import { usePeople } from '../../lib/people.ts'
import { messageOf } from '../../ui/error-state.tsx'
import { TemplateMark } from '../../ui/marks.tsx'
import { toast } from '../../ui/toast.tsx'
import { useCreateTemplate } from './template-queries.ts'
import classes from './import-dialog.module.css'

type Read = { fileName: string } & ({ imported: Imported } | { refusal: UserError })

/** What was read from the files, and what became of each line that has no exact counterpart, before anything is made. */
export default function ImportDialog({ files, onClose }: { files: readonly File[]; onClose: () => void }) {
  const { t } = useTranslation('templates')
  const directory = usePeople()
  const navigate = useNavigate()
  const create = useCreateTemplate()
  const [failure, setFailure] = useState<string>()
  const { data: read = [], isPending } = useQuery({
    queryKey: ['import', files.map(({ name, size, lastModified }) => [name, size, lastModified])],
    queryFn: () => Promise.all(files.map((file) => readFile(file, directory))),
    gcTime: 0,
  })
  const good = read.flatMap((one) => ('imported' in one ? [one] : []))
  const createAll = async () => {
    setFailure(undefined)
    try {
      const made = []
      for (const { imported } of good) made.push(await create.mutateAsync(imported.document))
      onClose()
      if (made.length === 1) await navigate(paths.template(made[0]!.id))
      else toast(t('import.done', { count: made.length }))
    } catch (refused) {
      setFailure(messageOf(refused))
    }
  }
  return (
    <Modal opened onClose={onClose} title={t('import.title')} size="lg" closeButtonProps={{ 'aria-label': t('close') }}>
      {isPending && <Text c="dimmed">{t('import.reading')}</Text>}
      {read.map((one) => (
        <section key={one.fileName} className={classes.file} aria-label={one.fileName}>
          <p className={classes.fileName}>{one.fileName}</p>
          {'imported' in one ? (
            <Reading fileName={one.fileName} imported={one.imported} />
          ) : (
            <Refusal refusal={one.refusal} />
          )}
        </section>
      ))}
      {failure && (
        <Alert color="red" mt="md" role="alert">
          {failure}
        </Alert>
      )}
      <Group justify="flex-end" gap="xs" mt="lg">
        <Button variant="default" onClick={onClose}>
          {t('back')}
        </Button>
        <Button onClick={() => void createAll()} disabled={good.length === 0} loading={create.isPending} data-autofocus>
          {t('import.create', { count: Math.max(1, good.length) })}
        </Button>
      </Group>
    </Modal>
  )
}

async function readFile(file: File, directory: ReturnType<typeof usePeople>): Promise<Read> {
  const text = await file.text()
  try {
    return { fileName: file.name, imported: importDocument({ fileName: file.name, text }, directory) }
  } catch (refused) {
    if (refused instanceof UserError) return { fileName: file.name, refusal: refused }
    throw refused
  }
}

function Reading({ fileName, imported: { document, format, report } }: { fileName: string; imported: Imported }) {
  const { t } = useTranslation('templates')
  const fields =
    (document.kickoff?.fields.length ?? 0) + document.steps.reduce((sum, step) => sum + (step.fields?.length ?? 0), 0)
  return (
    <>
      <div className={classes.found}>
        <TemplateMark title={document.title} emoji={document.emoji} size={32} />
        <div>
          <strong>{document.title || t('untitled')}</strong>
          <div className={classes.counts}>
            {t(`import.format.${format}`)} · {t('import.steps', { count: document.steps.length })} ·{' '}
            {t('import.milestones', { count: document.milestones?.length ?? 0 })} ·{' '}
            {t('import.fields', { count: fields })}
          </div>
        </div>
      </div>
      {report.length === 0 ? (
        <p className={classes.clean}>
          <IconCheck size={16} aria-hidden /> {t('import.clean')}
        </p>
      ) : (
        // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- what scrolls must scroll by keyboard too
        <div
          className={classes.report}
          tabIndex={0}
          role="region"
          aria-label={t('import.reportOf', { file: fileName })}
        >
          <table>
            <caption className="visually-hidden">{t('import.report')}</caption>
            <thead>
              <tr>
                <th scope="col">{t('import.line')}</th>
                <th scope="col">{t('import.what')}</th>
                <th scope="col">{t('import.why')}</th>
              </tr>
            </thead>
            <tbody>
              {report.map(({ line, severity, message }, index) => (
                <tr key={index}>
                  <td className="tnum">{line}</td>
                  <td data-severity={severity}>{t(`import.severity.${severity.replaceAll(' ', '_')}`)}</td>
                  <td>{message}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </>
  )
}

function Refusal({ refusal }: { refusal: UserError }) {
  const { t } = useTranslation('templates')
  return (
    <Alert color="red" icon={<IconAlertTriangle size={18} aria-hidden />} title={t('import.unreadable')} role="alert">
      {refusal.findings.length === 0 ? (
        refusal.message
      ) : (
        <ul className={classes.faults}>
          {refusal.findings.slice(0, 50).map(({ message, values }, index) => (
            <li key={index}>
              {values?.line !== undefined && <b>{t('import.atLine', { line: values.line })} </b>}
              {message}
            </li>
          ))}
        </ul>
      )}
    </Alert>
  )
}
