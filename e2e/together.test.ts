import { expect, test } from 'vitest'
import type { Organization } from './harness/organization.ts'
import { hides, notices, shows } from './harness/screen.ts'
import { setStage } from './harness/stage.ts'

const stage = setStage()

const payAnInvoice = ({ ana, tom }: Organization) => ({
  title: 'Pay an invoice',
  processName: 'Invoice of {{supplier}}',
  kickoff: { fields: [{ id: 'supplier', type: 'short_text' as const, label: 'Supplier', required: true }] },
  steps: [
    { id: 'check', type: 'task' as const, title: 'Check the invoice', assign: { members: [tom.id] } },
    { id: 'pay', type: 'task' as const, title: 'Transfer the money', after: ['check'], assign: { members: [ana.id] } },
  ],
})

test('two people hand a process to each other, and each sees at once what the other does', async ({ annotate }) => {
  const organization = await stage.found()
  const { ana, tom } = organization
  await organization.publish(ana, payAnInvoice(organization))
  const [anas, toms] = await Promise.all([stage.open(ana), stage.open(tom)])

  await toms.goto('/tasks')
  await shows(toms.getByRole('heading', { name: 'Nothing to do' }))
  await anas.goto('/tasks')
  await anas.getByRole('link', { name: 'Launch', exact: true }).click()
  await anas.getByRole('option', { name: /Pay an invoice/ }).click()
  await anas.getByLabel('Supplier').fill('Acme')
  const launched = performance.now()
  await anas.getByRole('button', { name: 'Launch' }).click()

  await shows(toms.getByRole('button', { name: /Check the invoice.*Invoice of Acme/ }))
  await annotate(`Tom saw the task ${Math.round(performance.now() - launched)} ms after Ana pressed Launch.`)

  await anas.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'My tasks' }).click()
  const waiting = anas.getByRole('region', { name: /Waiting for others/ })
  await waiting.getByRole('button', { name: /Transfer the money/ }).click()
  const panel = anas.getByRole('complementary').filter({ hasText: 'Transfer the money' })
  await shows(panel.getByRole('link', { name: /Invoice of Acme.*0\/2/ }))

  await toms.getByRole('button', { name: 'Complete “Check the invoice”' }).click()
  await shows(notices(toms).getByText('Completed “Check the invoice”'))
  await shows(panel.getByRole('link', { name: /Invoice of Acme.*1\/2/ }))
  await hides(waiting)
  await shows(panel.getByRole('button', { name: 'Complete' }))
})

test('a comment mentions a colleague, and a problem keeps a task from being completed', async () => {
  const organization = await stage.found()
  const { ana, tom } = organization
  const templateId = await organization.publish(ana, payAnInvoice(organization))
  const { id } = await organization.launch(ana, templateId, { answers: { supplier: 'Acme' } })
  await organization.change(tom, id, { type: 'complete', taskId: 'check' })
  const [anas, toms] = await Promise.all([stage.open(ana), stage.open(tom)])
  await Promise.all([anas, toms].map((page) => page.goto(`/processes/${id}/tasks/pay`)))
  await Promise.all([anas, toms].map((page) => shows(page.getByRole('heading', { name: 'Transfer the money' }))))

  const composer = anas.getByLabel(/Write a comment/)
  await composer.pressSequentially('Is the account right, @Tom')
  await anas
    .getByRole('listbox', { name: 'Mention' })
    .getByRole('option', { name: /Tom Berger/ })
    .click()
  await composer.pressSequentially('?')
  await anas.getByRole('button', { name: 'Comment', exact: true }).click()
  await shows(toms.getByRole('article').getByText('Is the account right, @Tom Berger'))

  await toms.getByRole('button', { name: 'Report a problem' }).click()
  const report = toms.getByRole('dialog', { name: 'Report a problem' })
  await report.getByLabel('What is in the way?').fill('The account is closed.')
  await report.getByRole('button', { name: 'Report' }).click()

  await shows(anas.getByText('Tom Berger reported a problem'))
  await shows(anas.getByText('The account is closed.'))
  const complete = anas.getByRole('button', { name: 'Complete', disabled: true })
  await shows(complete)
  const reason = await complete.getAttribute('aria-describedby')
  expect(await anas.locator(`[id="${reason}"]`).textContent()).toMatch(/problem/i)
  await complete.click({ force: true })

  await anas.getByRole('button', { name: 'Resolve' }).click()
  const resolve = anas.getByRole('dialog', { name: 'Resolve the problem' })
  await resolve.getByLabel('How was it resolved?').fill('They sent the new account.')
  await resolve.getByRole('button', { name: 'Resolve' }).click()
  await hides(toms.getByText('Tom Berger reported a problem', { exact: true }))

  await anas.getByRole('button', { name: 'Complete', disabled: false }).click()
  await shows(notices(anas).getByText('Completed “Transfer the money”'))
  await shows(toms.getByText('Completed', { exact: true }))
})
