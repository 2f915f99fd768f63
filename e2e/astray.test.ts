import { expect, test } from 'vitest'
import { hides, shows } from './harness/screen.ts'
import { setStage } from './harness/stage.ts'

const stage = setStage()

test('an address that leads nowhere says so and leads back', async () => {
  const { ana } = await stage.found()
  const page = await stage.open(ana)
  for (const address of ['/processes/01a2066b-277f-7477-a490-d2b0bfa52573', '/templates/not-an-id']) {
    await page.goto(address)
    await shows(page.getByRole('heading', { name: 'This page does not exist' }))
    expect(await page.getByRole('button', { name: 'Try again' }).count()).toBe(0)
  }
  await page.getByRole('link', { name: 'Go to My tasks' }).click()
  await shows(page.getByRole('heading', { name: 'Nothing to do' }))
})

test('a page that did not arrive whole says why, and comes back with the connection', async () => {
  const organization = await stage.found()
  const { ana } = organization
  const steps = [{ id: 'call', type: 'task' as const, title: 'Call the bank', assign: { launcher: true } }]
  await organization.launch(ana, await organization.publish(ana, { title: 'Open an account', steps }))
  const page = await stage.open(ana)
  await page.route(/task-peek-.*\.js/, (route) => route.abort('internetdisconnected'))
  await page.goto('/tasks')
  await shows(page.getByText('Call the bank'))
  await page.keyboard.press('j')
  await page.keyboard.press('Enter')
  const words = page.getByText('This part of Baton did not arrive')
  await shows(words)
  await page.unroute(/task-peek-.*\.js/)
  await page.evaluate(() => dispatchEvent(new Event('online')))
  await hides(words)
  await shows(page.getByRole('heading', { name: 'Call the bank' }))
})

test('a part that did not arrive takes nothing else with it', async () => {
  const organization = await stage.found()
  const { ana } = organization
  const fields = [
    { id: 'why', type: 'long_text' as const, label: 'Why' },
    { id: 'until', type: 'date' as const, label: 'Until' },
  ]
  const steps = [{ id: 'ask', type: 'task' as const, title: 'Ask for leave', assign: { launcher: true }, fields }]
  const templateId = await organization.publish(ana, { title: 'Leave', steps })
  const { id } = await organization.launch(ana, templateId)
  const page = await stage.open(ana)
  const why = page.getByLabel('Why')
  const words = page.getByText('This part of Baton did not arrive')
  await page.goto(`/processes/${id}/tasks/ask`)
  await shows(why)
  await page.context().setOffline(true)
  await why.fill('A wedding in Porto')
  await page.getByRole('button', { name: 'Choose a day' }).first().click()
  await shows(words)
  expect(await why.inputValue()).toBe('A wedding in Porto')
  await page.context().setOffline(false)
  await hides(words)
  await shows(page.getByRole('button', { name: 'Next month' }))
  await page.keyboard.press('Escape')
  expect(await why.inputValue()).toBe('A wedding in Porto')

  // Where there is a connection, and it failed nevertheless, a button brings it.
  await page.route(/code-view-.*\.js/, (route) => route.abort('connectionreset'))
  await page.goto(`/templates/${templateId}`)
  const title = page.getByRole('textbox', { name: 'Title of the template' })
  await title.fill('Leave of absence')
  await page.getByRole('button', { name: 'Show as code' }).click()
  await shows(words)
  await page.unroute(/code-view-.*\.js/)
  await page.getByRole('button', { name: 'Try again' }).click()
  await shows(page.getByText('title: Leave of absence'))
})
