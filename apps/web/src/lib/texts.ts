import type { ProcessView } from '@baton/contract'
import {
  type Answers,
  type Definition,
  fillAddresses,
  fillText,
  stepOrOneOff,
  type StepOutcome,
  type TextScope,
} from '@baton/engine'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { usePeople } from './people.ts'
import { useZone } from './session.ts'

/** The texts of a process with their variables filled in. */
export type Texts = {
  /** What a task is called, with other answers if given; its id when the process has no such task. */
  title: (taskId: string, answers?: Answers) => string
  /** For texts shown as they are. */
  fill: (text: string) => string
  /** For a list of mail addresses: people are written as theirs. */
  fillAddresses: (text: string) => string
  /** For texts shown as Markdown: what people answered is never read as markup. */
  fillMarkdown: (text: string) => string
}

export function useTexts(definition: Definition, process: ProcessView): Texts {
  const { t } = useTranslation()
  const { locale, timeZone } = useZone()
  const directory = usePeople()
  return useMemo(() => {
    const scope: TextScope = {
      definition,
      answers: process.answers,
      process,
      personName: directory.nameOf,
      outcomeName: (outcome: StepOutcome) => t(`status.${outcome}`).toLowerCase(),
      locale,
      timeZone,
    }
    const titles = new Map(
      process.tasks.map((task) => [task.id, fillText(stepOrOneOff(definition, task).title, scope)]),
    )
    return {
      title: (taskId, answers) => {
        if (!answers) return titles.get(taskId) ?? taskId
        const task = process.tasks.find(({ id }) => id === taskId)
        return task ? fillText(stepOrOneOff(definition, task).title, { ...scope, answers }) : taskId
      },
      fill: (text) => fillText(text, scope),
      fillAddresses: (text) => fillAddresses(text, scope, directory.addressOf),
      fillMarkdown: (text) => fillText(text, { ...scope, escape: escapeMarkdown }),
    }
  }, [definition, process, directory, locale, timeZone, t])
}

const escapeMarkdown = (text: string) => text.replace(/[\\`*_{}[\]()#+\-.!|<>~]/g, String.raw`\$&`)
