import type { TemplateDocument } from '@baton/engine'
import { expect, test } from 'vitest'
import { getsFocus, hides, shows } from './harness/screen.ts'
import { setStage } from './harness/stage.ts'

const stage = setStage()

const document: TemplateDocument = {
  title: 'Order paper',
  kickoff: {
    fields: [
      { id: 'code', type: 'short_text', label: 'Cost centre', required: true, minLength: 3 },
      {
        id: 'lines',
        type: 'table',
        label: 'Lines',
        columns: [
          { id: 'what', type: 'short_text', label: 'What', required: true },
          { id: 'sheets', type: 'number', label: 'Sheets' },
        ],
      },
    ],
  },
  steps: [{ id: 'order', type: 'task', title: 'Order it', assign: { launcher: true } }],
}

test('what is typed fast counts at once, from the launch to the problem', async () => {
  const organization = await stage.found()
  const { ana } = organization
  const templateId = await organization.publish(ana, document)
  const page = await stage.open(ana)
  const { keyboard } = page
  await page.goto(`/launch/${templateId}`)
  const code = page.getByLabel('Cost centre')
  await shows(code)

  // Beside the button that launches there is only the way back, and its keys work wherever the focus is.
  expect(await page.getByRole('banner').getByRole('link', { name: 'Launch', exact: true }).count()).toBe(1)
  await keyboard.press('Control+Enter')
  await shows(page.getByRole('region', { name: 'One answer needs another look' }).getByText('Please fill this in.'))

  // It is judged by what stands in the form, not by what stood there a moment ago.
  await code.fill('AB')
  await keyboard.press('Control+Enter')
  await getsFocus(page.getByRole('region', { name: 'One answer needs another look' }))
  await shows(page.getByRole('region').getByText(/At least 3 characters/))

  // Numbers of a table are read as they are written here, and what is none stays to be corrected.
  await page.getByLabel('What, row 1').fill('A4')
  const sheets = page.getByLabel('Sheets, row 1')
  await sheets.fill('many')
  await keyboard.press('Tab')
  await expect.poll(() => sheets.getAttribute('aria-invalid')).toBe('true')
  await expect.poll(() => sheets.inputValue()).toBe('many')
  await sheets.fill('1,234')
  await code.fill('ABC')
  await keyboard.press('Control+Enter')
  await shows(page.getByRole('heading', { name: 'Order it' }))

  // A problem is reported without a hand leaving the keys.
  await page.getByRole('button', { name: 'Report a problem' }).click()
  const dialog = page.getByRole('dialog', { name: 'Report a problem' })
  await getsFocus(dialog.getByLabel('What is in the way?'))
  await keyboard.type('The shop is closed')
  await keyboard.press('Control+Enter')
  await hides(dialog)
  await shows(page.getByText('The shop is closed').first())

  await page.getByRole('link', { name: 'Order paper' }).first().click()
  await page.getByRole('tab', { name: 'Answers' }).click()
  await shows(page.getByRole('cell', { name: /^1,?234$/ }))
})

test('what keeps a template from being published names its question', async () => {
  const { ana } = await stage.found()
  const page = await stage.open(ana)
  await page.goto('/templates')
  await page.getByRole('button', { name: 'New template' }).click()
  await page.getByRole('textbox', { name: 'Title of the template' }).fill('Ask')
  await page.getByRole('button', { name: /^Kick-off form/ }).click()
  for (const question of ['Colour', 'Size']) {
    await page.getByRole('button', { name: 'Add a field' }).click()
    await getsFocus(page.getByRole('textbox', { name: 'Choose a type of field' }))
    await page.keyboard.type('Dropdown')
    await page.keyboard.press('Enter')
    await getsFocus(page.getByRole('textbox', { name: 'Question' }))
    await page.keyboard.type(question)
  }
  await page.getByRole('button', { name: 'Publish' }).click()
  const dialog = page.getByRole('dialog', { name: 'Publish the template' })
  await shows(dialog.getByRole('button', { name: /Kick-off form › Colour/ }))
  await shows(dialog.getByRole('button', { name: /Kick-off form › Size/ }))
})
