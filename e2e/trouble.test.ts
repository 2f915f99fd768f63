import { expect, test } from 'vitest'
import { hides, holds, notices, shows } from './harness/screen.ts'
import { setStage } from './harness/stage.ts'

const stage = setStage()

async function aTaskOfTom() {
  const organization = await stage.found()
  const { ana, tom } = organization
  const templateId = await organization.publish(ana, {
    title: 'Pay an invoice',
    steps: [
      {
        id: 'check',
        type: 'task',
        title: 'Check the invoice',
        assign: { members: [tom.id] },
        fields: [{ id: 'remark', type: 'short_text', label: 'Remark' }],
      },
    ],
  })
  const { id } = await organization.launch(ana, templateId)
  return { ...organization, address: `/processes/${id}/tasks/check` }
}

test('what could not be saved says so, is kept, and is saved when the connection is back', async () => {
  const { tom, address } = await aTaskOfTom()
  const page = await stage.open(tom)
  await page.goto(address)
  const remark = page.getByLabel('Remark')
  const saving = page.getByRole('status').filter({ hasText: /saved/i })
  await remark.fill('All is')
  await shows(saving.filter({ hasText: /^Saved$/ }))

  await page.context().setOffline(true)
  await shows(page.getByText('You are offline.'))
  await remark.fill('All is well')
  await shows(saving.filter({ hasText: 'Not saved' }))
  await page.context().setOffline(false)
  await page.getByRole('button', { name: 'Try again' }).click()
  await shows(saving.filter({ hasText: /^Saved$/ }))
  await page.reload()
  await holds(remark, 'All is well')
})

test('a completion that the server cannot take now says so, and the second try goes through', async () => {
  const { tom, address } = await aTaskOfTom()
  const page = await stage.open(tom)
  await page.goto(address)
  const broken = {
    type: 'about:blank',
    title: 'Unavailable',
    status: 503,
    code: 'unavailable',
    detail: 'Back in a minute.',
  }
  await page.route('**/completion', (route) =>
    route.fulfill({ status: 503, contentType: 'application/problem+json', body: JSON.stringify(broken) }),
  )
  await page.getByLabel('Remark').fill('Done')
  await page.getByRole('button', { name: 'Complete' }).click()
  await shows(notices(page).getByText('Back in a minute.'))
  await page.unroute('**/completion')
  await holds(page.getByLabel('Remark'), 'Done')
  await page.getByRole('button', { name: 'Complete' }).click()
  await shows(notices(page).getByText('Completed “Check the invoice”'))
})

test('a colleague who may not complete a task is told why, and the server holds to it', async () => {
  const { mara, address } = await aTaskOfTom()
  const page = await stage.open(mara)
  await page.goto(address)
  const complete = page.getByRole('button', { name: 'Complete' })
  await shows(page.getByText('This task was given to others. Its assignees and administrators can do this.'))
  expect(await complete.getAttribute('aria-disabled')).toBe('true')
  await complete.click({ force: true })
  const answer = await page.context().request.post(`/api/v1${address}/completion`, { data: { outcome: 'completed' } })
  expect([answer.status(), await answer.json()]).toMatchObject([403, { code: 'not_allowed' }])
  await page.reload()
  await shows(complete)
  await hides(page.getByText('Completed', { exact: true }))
})
