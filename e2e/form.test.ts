import { Buffer } from 'node:buffer'
import { buffer } from 'node:stream/consumers'
import type { Field, TemplateDocument } from '@baton/engine'
import { expect, test } from 'vitest'
import { getsFocus, hides, holds, notices, shows } from './harness/screen.ts'
import { setStage } from './harness/stage.ts'

const stage = setStage()

const options = [
  { id: 'train', label: 'Train' },
  { id: 'car', label: 'Car' },
]
const fields: Field[] = [
  { id: 'purpose', type: 'short_text', label: 'Purpose', required: true },
  { id: 'report', type: 'long_text', label: 'Report' },
  { id: 'nights', type: 'number', label: 'Nights', min: 1, decimals: 0 },
  { id: 'budget', type: 'currency', label: 'Budget', currency: 'CHF' },
  { id: 'from_day', type: 'date', label: 'First day' },
  { id: 'meeting', type: 'date_time', label: 'Meeting' },
  { id: 'transport', type: 'dropdown', label: 'Transport', options },
  {
    id: 'class',
    type: 'radio',
    label: 'Class',
    options: [
      { id: 'first', label: '1st' },
      { id: 'second', label: '2nd' },
    ],
  },
  {
    id: 'packed',
    type: 'checklist',
    label: 'Packed',
    must: 'all',
    options: [
      { id: 'pass', label: 'Passport' },
      { id: 'keys', label: 'Keys' },
    ],
  },
  { id: 'contact', type: 'email', label: 'Contact' },
  { id: 'site', type: 'url', label: 'Site' },
  { id: 'phone', type: 'phone', label: 'Phone' },
  { id: 'ticket', type: 'file', label: 'Ticket' },
  {
    id: 'costs',
    type: 'table',
    label: 'Costs',
    columns: [
      { id: 'what', type: 'short_text', label: 'What' },
      { id: 'net', type: 'currency', label: 'Net', currency: 'CHF' },
      { id: 'on', type: 'date', label: 'On' },
    ],
  },
  { id: 'with_whom', type: 'people', label: 'Travels with' },
]
const document: TemplateDocument = {
  title: 'Plan a journey',
  steps: [{ id: 'plan', type: 'task', title: 'Plan it', assign: { launcher: true }, fields }],
}

test('a form takes every kind of answer, says in place what is wrong, and keeps what is typed', async () => {
  const organization = await stage.found()
  const { ana } = organization
  const { id } = await organization.launch(ana, await organization.publish(ana, document))
  const page = await stage.open(ana)
  await page.goto(`/processes/${id}/tasks/plan`)
  const form = page.getByRole('form', { name: 'Form' })
  const group = (name: string) => form.getByRole('group', { name })
  const complete = page.getByRole('button', { name: 'Complete' })

  // What is missing is summed at the top, each leading to its field.
  await complete.click()
  const summary = page.getByRole('region', { name: '2 answers need another look' })
  await getsFocus(summary)
  await summary.getByRole('link', { name: 'Purpose' }).click()
  await getsFocus(form.getByLabel('Purpose'))
  await page.keyboard.type('Visit the plant')

  await form.getByLabel('Report').fill('Two days,\none night.')
  await form.getByLabel('Nights').fill('0')
  await page.keyboard.press('Tab')
  await shows(form.getByText('At least 1, please.'))
  await form.getByLabel('Nights').fill('2')
  await form.getByLabel('Budget').fill('1250.50')
  await form.getByLabel('First day').fill('2027-03-01')
  await form.getByLabel('Meeting').fill('2027-03-01T09:30')
  await form.getByLabel('Transport').click()
  await page.getByRole('option', { name: 'Train' }).click()
  await form.getByRole('radio', { name: '2nd' }).check()
  await form.getByRole('checkbox', { name: 'Passport' }).check()
  await form.getByRole('checkbox', { name: 'Keys' }).check()
  await form.getByLabel('Contact').fill('nobody at all')
  await page.keyboard.press('Tab')
  await shows(form.getByText('This does not look like an e-mail address.'))
  await form.getByLabel('Contact').fill('plant@example.org')
  await form.getByLabel('Site').fill('https://example.org/plant')
  await form.getByLabel('Phone').fill('+41 44 123 45 67')
  await form.getByLabel('Travels with').fill('to')
  await shows(page.getByRole('option', { name: /Tom Berger/ }))
  await page.keyboard.press('Enter')
  await page.keyboard.press('Escape')
  await shows(form.getByText('Tom Berger'))

  const [chooser] = await Promise.all([
    page.waitForEvent('filechooser'),
    group('Ticket').getByRole('button', { name: 'choose files' }).click(),
  ])
  await chooser.setFiles({ name: 'ticket.txt', mimeType: 'text/plain', buffer: Buffer.from('Zürich – Basel') })
  const file = group('Ticket').getByRole('link', { name: 'ticket.txt' })
  await shows(file)
  const [download] = await Promise.all([page.waitForEvent('download'), file.click()])
  expect((await buffer(await download.createReadStream())).toString()).toBe('Zürich – Basel')
  expect(download.suggestedFilename()).toBe('ticket.txt')

  // The table, without a mouse.
  await group('Costs').getByLabel('What, row 1').focus()
  await page.keyboard.type('Train')
  await page.keyboard.press('Tab')
  await page.keyboard.type('98.5')
  await page.keyboard.press('Enter')
  await getsFocus(group('Costs').getByLabel('Net, row 2'))
  await page.keyboard.press('Shift+Tab')
  await page.keyboard.type('Remove me')
  await page.keyboard.press('ArrowUp')
  await getsFocus(group('Costs').getByLabel('What, row 1'))
  await group('Costs').getByRole('button', { name: 'Remove row 2' }).press('Enter')

  await shows(page.getByRole('status').filter({ hasText: 'Saved' }))
  await page.reload()
  await holds(form.getByLabel('Purpose'), 'Visit the plant')
  await holds(form.getByLabel('Meeting'), '01/03/2027 09:30')
  await holds(form.getByLabel('Budget'), '1,250.50')
  await holds(group('Costs').getByLabel('What, row 1'), 'Train')
  await shows(file)

  await complete.click()
  await shows(notices(page).getByText('Completed “Plan it”'))
  await page.goto(`/processes/${id}/tasks/plan`)
  for (const words of ['Visit the plant', '2nd', 'Passport', 'Tom Berger', '+41 44 123 45 67', /1,250\.50/])
    await shows(page.getByText(words))
  await shows(page.getByRole('link', { name: 'ticket.txt' }))

  // A problem with what is done opens it again, and that is said before.
  await page.getByRole('button', { name: 'Report a problem' }).click()
  const dialog = page.getByRole('dialog', { name: 'Report a problem' })
  await shows(dialog.getByText(/^The task is opened again/))
  await dialog.getByLabel('What is in the way?').fill('The ticket is for another day')
  await dialog.getByRole('button', { name: 'Report' }).click()
  await shows(complete)
  await page.getByRole('button', { name: 'Resolve' }).click()
  await page.getByLabel('How was it resolved?').fill('It can be changed')
  await page.getByRole('dialog').getByRole('button', { name: 'Resolve' }).click()
  await hides(page.getByRole('dialog'))
  await complete.click()
  await shows(notices(page).getByText('Completed “Plan it”'))
  await page.goto(`/processes/${id}/tasks/plan`)
  await shows(page.getByText('Visit the plant'))

  // On paper stand the task and the process with every answer, by whom and when, and nothing to press.
  const paper = async () => {
    await page.emulateMedia({ media: 'print' })
    await shows(page.getByText(/printed by Ana Ferreira/))
    await shows(page.getByText('Visit the plant').filter({ visible: true }))
    await shows(page.getByText(/^Ana Ferreira, .* CES?T$/))
    expect(await page.getByRole('navigation').count()).toBe(0)
    expect(await page.getByRole('button').count()).toBe(0)
    await page.emulateMedia({ media: 'screen' })
  }
  await paper()
  await page.goto(`/processes/${id}`)
  await shows(page.getByRole('tab', { name: 'Steps' }))
  await paper()
})

test('dates are typed as the member writes them, whatever the browser speaks, or chosen by keyboard', async () => {
  const organization = await stage.found()
  const { ana } = organization
  const { id } = await organization.launch(ana, await organization.publish(ana, document))
  const page = await stage.open(ana, { locale: 'en-US', timezoneId: 'America/New_York' })
  await page.goto(`/processes/${id}/tasks/plan`)
  const form = page.getByRole('form', { name: 'Form' })
  const day = form.getByLabel('First day')
  await day.fill('32/3/2027')
  await page.keyboard.press('Tab')
  await shows(form.getByText(/Write it as 31\/12\/\d{4}\./))
  await holds(day, '32/3/2027')
  await day.fill('2/3/27')
  await page.keyboard.press('Tab')
  await holds(day, '02/03/2027')

  // From the field to the calendar and back, without a mouse.
  const open = form.getByRole('button', { name: 'Choose a day' }).first()
  await getsFocus(open)
  await page.keyboard.press('Enter')
  await getsFocus(page.getByRole('button', { name: /Tuesday,? 2 March 2027/ }))
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Enter')
  await holds(day, '09/03/2027')
  await getsFocus(day)
  await page.keyboard.press('Tab')
  await page.keyboard.press('Enter')
  await getsFocus(page.getByRole('button', { name: /Tuesday,? 9 March 2027/ }))
  await page.keyboard.press('Escape')
  await getsFocus(day)
  await holds(day, '09/03/2027')

  const meeting = form.getByLabel('Meeting')
  await meeting.fill('9.3.2027 5 pm')
  await page.keyboard.press('Tab')
  await holds(meeting, '09/03/2027 17:00')
  await form.getByLabel('On, row 1').fill('3/4')
  await page.keyboard.press('Tab')
  await holds(form.getByLabel('On, row 1'), `03/04/${new Date().getFullYear()}`)

  await shows(page.getByRole('status').filter({ hasText: 'Saved' }))
  await page.reload()
  await holds(day, '09/03/2027')
  await holds(meeting, '09/03/2027 17:00')

  // The deadline of the task, inside a panel of its own.
  await page.getByRole('button', { name: 'Change the deadline' }).click()
  const due = page.getByRole('dialog').getByRole('textbox')
  await due.fill('1/2/2028 8:15')
  await page.keyboard.press('Tab')
  await page.keyboard.press('Enter')
  await page.getByRole('button', { name: /Wednesday,? 2 February 2028/ }).click()
  await holds(due, '02/02/2028 08:15')
  await page.getByRole('button', { name: 'Save' }).click()
  await shows(page.getByText('Wed, 2 Feb 2028, 08:15', { exact: false }))
})
