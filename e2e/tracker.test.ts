import type { TemplateDocument } from '@baton/engine'
import { expect, test } from 'vitest'
import { hides, holds, notices, shows } from './harness/screen.ts'
import { setStage } from './harness/stage.ts'

const stage = setStage()

const invoices: TemplateDocument = {
  title: 'Pay an invoice',
  kickoff: { fields: [{ id: 'supplier', type: 'short_text', label: 'Supplier', required: true }] },
  milestones: [
    { id: 'checking', title: 'Checking' },
    { id: 'paying', title: 'Paying' },
  ],
  steps: [
    { id: 'check', type: 'task', title: 'Check the invoice', milestone: 'checking' },
    { id: 'pay', type: 'task', title: 'Transfer the money', milestone: 'paying', after: ['check'] },
  ],
}

async function threeInvoices() {
  const organization = await stage.found()
  const { ana, tom } = organization
  const templateId = await organization.publish(ana, invoices)
  const launch = (by: typeof ana, supplier: string) =>
    organization.launch(by, templateId, { name: `Invoice of ${supplier}`, answers: { supplier } })
  await launch(ana, 'Acme')
  const bolt = await launch(tom, 'Bolt')
  await launch(ana, 'Cargo')
  await organization.change(tom, bolt.id, { type: 'complete', taskId: 'check' })
  return { ...organization, bolt }
}

test('the tracker keeps its filters in the address, sorts, and shows table or board', async () => {
  const { ana, tom } = await threeInvoices()
  const page = await stage.open(ana)
  await page.goto('/processes')
  const table = page.getByRole('table', { name: 'Processes' })
  const row = (supplier: string) => table.getByRole('link', { name: `Invoice of ${supplier}` })
  await shows(row('Bolt'))

  await page.getByRole('combobox', { name: 'Started by' }).click()
  await page.getByRole('option', { name: tom.name }).click()
  await hides(row('Acme'))
  await page.getByLabel('Name contains').fill('bolt')
  await expect.poll(() => new URL(page.url()).searchParams.get('text')).toBe('bolt')
  await page.reload()
  await shows(row('Bolt'))
  await holds(page.getByLabel('Name contains'), 'bolt')
  await shows(page.getByRole('combobox', { name: `Started by: ${tom.name}` }))
  expect(await row('Acme').count()).toBe(0)

  await page.getByRole('button', { name: 'Clear filters' }).click()
  await shows(row('Acme'))
  await table.getByRole('button', { name: 'Process' }).click()
  await expect
    .poll(() => table.getByRole('rowheader').allInnerTexts())
    .toEqual([expect.stringContaining('Acme'), expect.stringContaining('Bolt'), expect.stringContaining('Cargo')])
  await table.getByRole('button', { name: 'Process' }).click()
  await expect.poll(() => table.getByRole('rowheader').first().innerText()).toContain('Cargo')

  await page.getByRole('combobox', { name: 'Template' }).click()
  await page.getByRole('option', { name: 'Pay an invoice' }).click()
  await page.getByRole('radiogroup', { name: 'How they are shown' }).getByText('Board').click()
  await shows(page.getByRole('region', { name: /Checking/ }).getByText('Invoice of Acme'))
  await shows(page.getByRole('region', { name: /Paying/ }).getByText('Invoice of Bolt'))
})

test('a column of the board counts and pages what stands at its milestone, and can be asked for alone', async () => {
  const organization = await stage.found()
  const { ana } = organization
  const templateId = await organization.publish(ana, invoices)
  const launch = (supplier: string) =>
    organization.launch(ana, templateId, { name: `Invoice of ${supplier}`, answers: { supplier } })
  const oldest = await launch('Acme')
  await organization.change(ana, oldest.id, { type: 'complete', taskId: 'check' })
  await Promise.all(Array.from({ length: 55 }, (_, index) => launch(`Supplier ${index}`)))

  const page = await stage.open(ana)
  await page.goto(`/processes?view=board&template=${templateId}`)
  const column = (name: string) => page.getByRole('region', { name })
  await shows(column('Checking 55'))
  await expect.poll(async () => (await column('Checking 55').boundingBox())?.x).toBeGreaterThan(200)
  // Launched before all others, so on no first page of the whole.
  await shows(column('Paying 1').getByRole('link', { name: 'Invoice of Acme' }))
  await expect.poll(() => column('Checking 55').getByRole('article').count()).toBe(50)
  await column('Checking 55').getByRole('button', { name: 'Show more' }).click()
  await expect.poll(() => column('Checking 55').getByRole('article').count()).toBe(55)

  await page.getByRole('combobox', { name: 'Milestone' }).click()
  await page.getByRole('option', { name: 'Paying' }).click()
  await expect.poll(() => new URL(page.url()).searchParams.get('milestone')).toBe('paying')
  await hides(column('Checking 55'))
  await page.getByRole('radiogroup', { name: 'How they are shown' }).getByText('Table').click()
  await shows(page.getByRole('table', { name: 'Processes' }).getByRole('link', { name: 'Invoice of Acme' }))
  expect(await page.getByRole('rowheader').count()).toBe(1)
})

test('many processes are archived at once, and taken out again', async () => {
  const { ana } = await threeInvoices()
  const page = await stage.open(ana)
  await page.goto('/processes')
  await page.getByRole('checkbox', { name: 'Select all that are shown' }).check()
  const selected = page.getByRole('region', { name: 'Selected processes' })
  await shows(selected.getByText('3 selected'))
  await selected.getByRole('button', { name: 'Archive 3' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Archive 3' }).click()
  await shows(notices(page).getByText('3 processes archived'))
  await hides(page.getByRole('link', { name: 'Invoice of Acme' }))
  await notices(page).getByRole('button', { name: 'Undo' }).click()
  await shows(page.getByRole('link', { name: 'Invoice of Acme' }))
})

test('the page of a process shows its steps, answers, files and what happened', async () => {
  const { ana, bolt } = await threeInvoices()
  const page = await stage.open(ana)
  await page.goto(`/processes/${bolt.id}`)
  await shows(page.getByRole('heading', { name: 'Invoice of Bolt', level: 1 }))
  await shows(page.getByRole('link', { name: 'Transfer the money' }))

  await page.getByRole('tab', { name: 'Answers' }).click()
  await shows(page.getByRole('tabpanel', { name: 'Answers' }).getByText('Bolt', { exact: true }))
  await page.reload()
  await shows(page.getByRole('tabpanel', { name: 'Answers' }).getByText('Bolt', { exact: true }))
  await page.getByRole('tab', { name: 'Files' }).click()
  await shows(page.getByText('No files yet'))
  await page.getByRole('tab', { name: 'Activity' }).click()
  await shows(page.getByText('Tom Berger completed “Check the invoice”'))

  // A task that only this process has.
  await page.getByRole('tab', { name: 'Steps' }).click()
  await page.getByRole('button', { name: 'Add a task to Paying' }).click()
  await page.getByLabel('What is to be done?').fill('Ask for a discount')
  await page.getByRole('button', { name: 'Add the task' }).click()
  await shows(page.getByRole('link', { name: 'Ask for a discount' }))
})
