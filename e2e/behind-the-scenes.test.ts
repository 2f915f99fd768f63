import { expect, test } from 'vitest'
import { shows } from './harness/screen.ts'
import { setStage } from './harness/stage.ts'

const stage = setStage()

test('the outbox shows the mail that a notice would have sent, to administrators alone', async () => {
  const organization = await stage.found()
  const { ana, tom } = organization
  const templateId = await organization.publish(ana, {
    title: 'Pay an invoice',
    steps: [{ id: 'check', type: 'task', title: 'Check the invoice', assign: { members: [tom.id] } }],
  })
  const page = await stage.open(ana)
  await page.goto('/outbox')
  await shows(page.getByRole('heading', { name: 'No mail yet' }))
  const { id } = await organization.launch(ana, templateId, { name: 'Invoice of Acme' })
  // The worker writes it, and the page hears of it.
  await page.getByRole('button', { name: new RegExp(`Check the invoice.*${tom.email}`) }).click()
  await shows(page.getByText('There is no mail server: mails are held here instead of being sent'))
  const panel = page.getByRole('complementary')
  const frame = panel.frameLocator('iframe')
  await shows(frame.getByRole('heading', { name: 'Check the invoice' }))
  const link = frame.getByRole('link').first()
  expect(await link.getAttribute('href')).toBe(`${stage.baton.url}/processes/${id}/tasks/check`)
  await panel.getByRole('radiogroup', { name: 'Which part' }).getByText('As text').click()
  await shows(panel.getByText(`${stage.baton.url}/processes/${id}/tasks/check`))

  const toms = await stage.open(tom)
  await toms.goto('/outbox')
  await shows(toms.getByRole('heading', { name: 'The outbox is for administrators' }))
})

test('a step that nobody acknowledges completes itself at its deadline, before the eyes of whoever looks', async () => {
  const organization = await stage.found()
  const { ana } = organization
  const templateId = await organization.publish(ana, {
    title: 'New house rules',
    steps: [
      {
        id: 'read',
        type: 'expiring',
        title: 'Read the rules',
        deadline: { amount: 1, unit: 'days', from: { launch: true } },
      },
    ],
  })
  const { id } = await organization.launch(ana, templateId)
  const page = await stage.open(ana)
  await page.goto(`/processes/${id}/tasks/read`)
  await shows(page.getByRole('button', { name: 'Acknowledge' }))
  const dueAt = new Date(Date.now() + 500).toISOString()
  await organization.change(ana, id, { type: 'changeDeadline', taskId: 'read', dueAt })
  await shows(page.getByRole('main').getByText('Expired', { exact: true }))
  await shows(page.getByText('This task completed itself at its deadline'))
})

test('who is mentioned in a comment gets a mail that says so, with the way back', async () => {
  const organization = await stage.found()
  const { ana, tom, mara } = organization
  const templateId = await organization.publish(mara, {
    title: 'Pay an invoice',
    steps: [{ id: 'check', type: 'task', title: 'Check the invoice', assign: { launcher: true } }],
  })
  const { id } = await organization.launch(mara, templateId, { name: 'Invoice of Acme' })
  const maras = await stage.open(mara)
  await maras.goto(`/processes/${id}/tasks/check`)
  const comment = maras.getByRole('textbox', { name: 'Write a comment, @ to mention' })
  await comment.click()
  await maras.keyboard.type('@to')
  await shows(maras.getByRole('listbox', { name: 'Mention' }).getByRole('option', { name: /Tom Berger/ }))
  await maras.keyboard.press('Enter')
  await maras.keyboard.type('is 7 % right?')
  await maras.keyboard.press('Control+Enter')
  await shows(maras.getByText('@Tom Berger is 7 % right?'))

  const page = await stage.open(ana)
  await page.goto('/outbox')
  await page.getByRole('button', { name: new RegExp(`mention.*${tom.email}`, 'i') }).click()
  const panel = page.getByRole('complementary')
  const frame = panel.frameLocator('iframe')
  await shows(frame.getByText('is 7 % right?'))
  await shows(frame.getByRole('heading', { name: 'Mara Lindqvist mentioned you' }))
  expect(await frame.getByRole('link').first().getAttribute('href')).toBe(
    `${stage.baton.url}/processes/${id}/tasks/check`,
  )
  expect(await page.getByRole('button', { name: new RegExp(`mention.*${mara.email}`, 'i') }).count()).toBe(0)
})

test('an e-mail step goes to the people who are chosen in a field, as it is shown before', async () => {
  const organization = await stage.found()
  const { ana, tom, mara } = organization
  const templateId = await organization.publish(ana, {
    title: 'Invite',
    kickoff: { fields: [{ id: 'guests', type: 'people', label: 'Who comes' }] },
    steps: [
      {
        id: 'tell',
        type: 'email',
        title: 'Tell them',
        mail: { to: '{{guests}}', subject: 'Meeting of {{guests}}', body: 'See you.', send: 'by_hand' },
      },
    ],
  })
  const { id } = await organization.launch(ana, templateId, { answers: { guests: [tom.id, mara.id] } })
  const page = await stage.open(ana)
  await page.goto(`/processes/${id}/tasks/tell`)
  await shows(page.getByText(`${tom.email}, ${mara.email}`))
  await page.getByRole('button', { name: /^Send/ }).click()
  await shows(page.getByRole('main').getByText('Sent', { exact: true }))
  await page.goto('/outbox')
  await page.getByRole('button', { name: /Meeting of Tom Berger, Mara Lindqvist/ }).click()
  await shows(page.getByRole('complementary').getByText(`${tom.email}, ${mara.email}`))
})
