import { TagsInput, TextInput } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { BackButton } from './back-button.tsx'
import { withParts } from './document/outline.ts'
import { useEditor } from './editor-context.ts'
import { Faults } from './faults.tsx'
import classes from './panel.module.css'
import { VariableText } from './variable-text.tsx'

const emojis = ['📋', '🤝', '🚀', '💶', '🧾', '🏥', '🔑', '🛠️', '📦', '🎓', '🧪', '📣', '⚖️', '🌱', '🎨', '🚚']

/** What belongs to the template as a whole. */
export function TemplatePanel({ onClose }: { onClose?: () => void }) {
  const { t } = useTranslation('editor')
  const { state, edit } = useEditor()
  const { document } = state
  return (
    <div className={classes.root}>
      <div className={classes.head}>
        {onClose && <BackButton onClose={onClose} />}
        <span className={classes.where}>{t('template.where')}</span>
      </div>
      <h2 className={classes.plainTitle} data-panel-start tabIndex={-1}>
        {document.title || t('template.untitled')}
      </h2>
      <div className={classes.body}>
        <Faults where={({ selection, rule }) => selection.at === 'template' && rule === undefined} />
        <VariableText
          label={t('template.processName')}
          description={t('template.processNameHint')}
          placeholder={document.title}
          maxLength={250}
          atLaunch
          value={document.processName ?? ''}
          onChange={(processName) => edit((doc) => withParts(doc, { processName }), { typing: 'processName' })}
        />
        <TagsInput
          label={t('template.tags')}
          description={t('template.tagsHint')}
          maxTags={20}
          value={document.tags ?? []}
          onChange={(tags) =>
            edit((doc) => withParts(doc, { tags: tags.map((tag) => tag.trim().slice(0, 40)).filter(Boolean) }))
          }
        />
        <div>
          <TextInput
            label={t('template.emoji')}
            description={t('template.emojiHint')}
            maxLength={16}
            w={160}
            value={document.emoji ?? ''}
            onChange={(event) => {
              const emoji = event.currentTarget.value.trim()
              edit((doc) => withParts(doc, { emoji }), { typing: 'emoji' })
            }}
          />
          <div className={classes.emojis} role="group" aria-label={t('template.emojiChoose')}>
            {emojis.map((emoji) => (
              <button
                key={emoji}
                type="button"
                className={classes.emoji}
                aria-pressed={document.emoji === emoji}
                onClick={() => edit((doc) => withParts(doc, { emoji }))}
              >
                {emoji}
              </button>
            ))}
          </div>
        </div>
      </div>
    </div>
  )
}
