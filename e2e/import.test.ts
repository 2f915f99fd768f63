import { readFile } from 'node:fs/promises'
import { text } from 'node:stream/consumers'
import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { shows } from './harness/screen.ts'
import { setStage } from './harness/stage.ts'

const stage = setStage()

const checklist = new URL('./fixtures/cut-a-release.md', import.meta.url)
const largeChecklist = new URL('../../shared/data/checklists/k8s-release-team-lead-progress.md', import.meta.url)

/** Lets go of a file over the page, as one does with the mouse. */
async function drop(page: Page, name: string, content: string): Promise<void> {
  const dataTransfer = await page.evaluateHandle(
    ([fileName, words]) => {
      const transfer = new DataTransfer()
      transfer.items.add(new File([words], fileName))
      return transfer
    },
    [name, content] as const,
  )
  await page.getByRole('main').dispatchEvent('drop', { dataTransfer })
}

async function atTemplates(): Promise<Page> {
  const { ana } = await stage.found()
  const page = await stage.open(ana)
  await page.goto('/templates')
  await shows(page.getByRole('heading', { name: 'Templates', level: 1 }))
  await shows(page.getByRole('button', { name: 'Import' }))
  return page
}

test('a dropped checklist becomes a template, and its YAML another that is the same', async () => {
  const page = await atTemplates()
  await drop(page, 'cut-a-release.md', await readFile(checklist, 'utf8'))
  const dialog = page.getByRole('dialog', { name: 'Import templates' })
  await shows(dialog.getByText(/Markdown checklist · 4 steps · 2 milestones · 1 field/))
  await dialog.getByRole('button', { name: 'Create the template' }).click()
  await shows(page.getByRole('heading', { name: 'Edit Cut a release' }))
  const titles = await page
    .getByRole('textbox', { name: /^Step \d+$/ })
    .evaluateAll((rows) => rows.map((row) => (row as HTMLInputElement).value))
  expect(titles).toEqual(['Freeze the branch', 'Write the notes', 'Tag the version', 'Tell everyone'])

  const menus = page.getByRole('button', { name: 'More for Cut a release' })
  const exported = async (at: number): Promise<string> => {
    await menus.nth(at).click()
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('menuitem', { name: 'Export as YAML' }).click(),
    ])
    return text(await download.createReadStream())
  }
  await page.goto('/templates')
  const yaml = await exported(0)
  expect(yaml).toContain('baton: template/v1')
  await drop(page, 'cut-a-release.yaml', yaml)
  await shows(dialog.getByText('Everything was taken over.'))
  await dialog.getByRole('button', { name: 'Create the template' }).click()
  await shows(page.getByRole('heading', { name: 'Edit Cut a release' }))
  await page.goto('/templates')
  await shows(menus.nth(1))
  expect([await exported(0), await exported(1)]).toEqual([yaml, yaml])
})

test('of a file that cannot be read each fault is told by its line, and nothing is made', async () => {
  const page = await atTemplates()
  await drop(page, 'broken.yaml', 'baton: template/v1\ntitle: Broken\nsteps:\n  - id: one\n    type: dance\n')
  const dialog = page.getByRole('dialog', { name: 'Import templates' })
  await shows(dialog.getByText('This file cannot be read'))
  await shows(dialog.getByText(/Line 5:/))
  expect(await dialog.getByRole('button', { name: /^Create/ }).isDisabled()).toBe(true)
})

test('the longest checklist we know loses no item', async ({ skip }) => {
  const words = await readFile(largeChecklist, 'utf8').catch(() => undefined)
  if (words === undefined) return skip('the checklists are not beside the repository')
  const page = await atTemplates()
  await drop(page, 'k8s-release-team-lead-progress.md', words)
  await shows(page.getByRole('dialog', { name: 'Import templates' }).getByText(/Markdown checklist · 94 steps/))
})
