import type { TemplateDocument } from '@baton/engine'
import { expect, test } from 'vitest'
import { getsFocus, hides, holds, notices, shows } from './harness/screen.ts'
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

const unreadable: TemplateDocument = {
  title: 'Weigh parcels',
  kickoff: {
    fields: [
      { id: 'weight', type: 'number', label: 'Weight' },
      { id: 'price', type: 'currency', currency: 'CHF', label: 'Price' },
      {
        id: 'parcels',
        type: 'table',
        label: 'Parcels',
        columns: [
          { id: 'what', type: 'short_text', label: 'What' },
          { id: 'sent', type: 'date', label: 'Sent' },
        ],
      },
    ],
  },
  steps: [
    {
      id: 'count',
      type: 'task',
      title: 'Count them',
      assign: { launcher: true },
      fields: [
        { id: 'parts', type: 'number', label: 'Parts' },
        { id: 'by', type: 'date', label: 'Needed by' },
      ],
    },
  ],
}

test('what cannot be read is said, stays to be corrected, and is never sent as nothing', async () => {
  const organization = await stage.found()
  const { ana } = organization
  const templateId = await organization.publish(ana, unreadable)
  const page = await stage.open(ana)
  await page.goto(`/launch/${templateId}`)
  const weight = page.getByLabel('Weight')
  const price = page.getByLabel('Price')
  const launch = page.getByRole('button', { name: 'Launch', exact: true })

  // Numbers are read by one rule, in a field as in a table, and stand there as the locale writes them.
  await weight.fill('3,5')
  await price.fill('12500.5')
  await weight.focus()
  await holds(weight, '3.5')
  await holds(price, '12,500.50')
  await weight.fill('heavy')
  await price.focus()
  await shows(page.getByText('This is not a number. Write it as 1,234.5.'))
  await holds(weight, 'heavy')

  // Neither is optional text in a table, which stays with its row when another goes.
  await page.getByLabel('What, row 1').pressSequentially('Lamp with a shade')
  await holds(page.getByLabel('What, row 1'), 'Lamp with a shade')
  await page.getByRole('button', { name: 'Add a row' }).click()
  await page.getByLabel('Sent, row 2').fill('soon')
  await page.getByRole('button', { name: 'Remove row 1' }).click()
  await holds(page.getByLabel('Sent, row 1'), 'soon')
  await launch.click()
  const wrong = page.getByRole('region', { name: '2 answers need another look' })
  await shows(wrong.getByText('Sent, row 1: This is not a date.'))

  // It outlasts the page, as the readable answers do.
  await page.reload()
  await holds(weight, 'heavy')
  await holds(page.getByLabel('Sent, row 1'), 'soon')
  await holds(price, '12,500.50')
  await launch.click()
  await shows(wrong)
  await weight.fill('3')
  await page.getByLabel('Sent, row 1').fill('31/12/2026')
  await launch.click()
  await shows(page.getByRole('heading', { name: 'Count them' }))

  const parts = page.getByLabel('Parts')
  await parts.fill('a few')
  await page.getByLabel('Needed by').fill('tomorrow, I think')
  await page.getByRole('button', { name: 'Complete' }).click()
  await shows(page.getByRole('region', { name: '2 answers need another look' }))
  await page.reload()
  await holds(parts, 'a few')
  await holds(page.getByLabel('Needed by'), 'tomorrow, I think')
  await parts.fill('12')
  await page.getByLabel('Needed by').fill('')
  await page.getByRole('button', { name: 'Complete' }).click()
  await shows(notices(page).getByText('Count them'))
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
