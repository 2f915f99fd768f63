import type { TemplateDocument } from '@baton/engine'
import { test } from 'vitest'
import type { Organization } from './harness/organization.ts'
import { hides, notices, shows } from './harness/screen.ts'
import { setStage } from './harness/stage.ts'

const stage = setStage()

test('a rejection stops what follows, and an approval after all brings it back', async () => {
  const organization = await stage.found()
  const { ana, mara } = organization
  const templateId = await organization.publish(ana, {
    title: 'Buy a machine',
    steps: [
      { id: 'approve', type: 'approval', title: 'Approve the purchase', assign: { members: [mara.id] } },
      { id: 'order', type: 'task', title: 'Order it', after: ['approve'], assign: { members: [ana.id] } },
    ],
  })
  const { id } = await organization.launch(ana, templateId)
  const [anas, maras] = await Promise.all([stage.open(ana), stage.open(mara)])
  await anas.goto(`/processes/${id}/tasks/order`)
  await shows(anas.getByText('Opens when the steps before it are done.'))

  await maras.goto('/tasks')
  await maras.getByRole('button', { name: 'Reject “Approve the purchase”' }).click()
  const dialog = maras.getByRole('dialog', { name: /Reject/ })
  await dialog.getByLabel('Reason').fill('Too dear this year.')
  await dialog.getByRole('button', { name: 'Reject' }).click()
  await shows(notices(maras).getByText('Rejected “Approve the purchase”'))
  await shows(anas.getByText('Stopped by a rejection.'))

  await maras.goto(`/processes/${id}/tasks/approve`)
  await shows(maras.getByRole('main').getByText('Too dear this year.'))
  await maras.getByRole('button', { name: 'Reopen' }).click()
  await maras
    .getByRole('dialog', { name: /Reopen/ })
    .getByRole('button', { name: 'Reopen' })
    .click()
  await shows(anas.getByText('Opens when the steps before it are done.'))

  await maras.getByRole('button', { name: 'Approve' }).click()
  await shows(notices(maras).getByText('Approved “Approve the purchase”'))
  await shows(anas.getByRole('button', { name: 'Complete' }))
})

test('a rule shows a step when the amount is over 10,000, and hides it again', async () => {
  const organization = await stage.found()
  const { ana, tom } = organization
  await organization.publish(ana, overTenThousand(organization))
  const page = await stage.open(ana)
  await page.goto('/launch')
  await page.getByRole('option', { name: /Sign a contract/ }).click()

  const preview = page.getByRole('region', { name: /steps?$/ })
  const legal = preview.getByRole('listitem').filter({ hasText: /^Legal review/ })
  await page.getByLabel('Amount').fill('12000')
  await shows(legal)
  await page.getByLabel('Amount').fill('500')
  await hides(legal)
  await page.getByRole('button', { name: 'Launch' }).click()

  // In the process, Tom finds that it is more after all.
  const toms = await stage.open(tom)
  await toms.goto('/tasks')
  await toms.getByRole('button', { name: /^Check the terms/ }).click()
  await toms.getByRole('link', { name: 'Open as a page' }).click()
  await toms.waitForURL('**/tasks/check')
  const check = toms.url()
  const legalTask = await stage.open(ana)
  await legalTask.goto(check.replace('check', 'legal'))
  await shows(legalTask.getByText('Not needed as things stand'))
  await toms.getByLabel('Amount in the contract').fill('10000.01')
  await shows(toms.getByText('Then: Legal review'))
  await toms.getByRole('button', { name: 'Complete' }).click()
  await shows(legalTask.getByRole('button', { name: 'Complete' }))

  await notices(toms).getByRole('button', { name: 'Undo' }).click()
  await shows(legalTask.getByText('Opens when the steps before it are done.'))
  await toms.goto(check)
  await toms.getByLabel('Amount in the contract').fill('10000')
  await shows(toms.getByText('Then: Sign'))
  await toms.getByRole('button', { name: 'Complete' }).click()
  await shows(legalTask.getByText('Not needed as things stand'))
})

const overTenThousand = ({ tom }: Organization): TemplateDocument => ({
  title: 'Sign a contract',
  kickoff: { fields: [{ id: 'amount', type: 'currency', label: 'Amount', currency: 'EUR', required: true }] },
  steps: [
    {
      id: 'check',
      type: 'task',
      title: 'Check the terms',
      assign: { members: [tom.id] },
      fields: [{ id: 'final', type: 'currency', label: 'Amount in the contract', currency: 'EUR' }],
    },
    { id: 'legal', type: 'task', title: 'Legal review', hidden: true, after: ['check'] },
    { id: 'sign', type: 'task', title: 'Sign', after: ['check', 'legal'] },
  ],
  rules: [
    {
      id: 'large',
      when: {
        any: [
          { field: 'amount', is: 'greater_than', value: 10_000 },
          { field: 'final', is: 'greater_than', value: 10_000 },
        ],
      },
      then: [{ show: { step: 'legal' } }],
    },
  ],
})
