import { expect, test } from 'vitest'
import { password } from './harness/organization.ts'
import { setStage } from './harness/stage.ts'

const stage = setStage()

test('a member signs in, is told when the password is wrong, and is out after signing out', async () => {
  const { ana } = await stage.found()
  const page = await stage.open()
  await page.goto('/processes')
  await page.getByRole('heading', { name: 'Sign in' }).waitFor()

  await page.getByLabel('E-mail').fill(ana.email)
  await page.getByLabel('Password', { exact: true }).fill('not my password')
  await page.getByRole('button', { name: 'Sign in' }).click()
  await page.getByRole('alert').filter({ hasText: 'E-mail and password do not belong together' }).waitFor()

  await page.getByLabel('Password', { exact: true }).fill(password)
  await page.getByRole('button', { name: 'Sign in' }).click()
  // Back to where she wanted to go.
  await page.getByRole('heading', { name: 'Processes', level: 1 }).waitFor()
  expect(new URL(page.url()).pathname).toBe('/processes')

  const session = (await page.context().cookies()).find(({ name }) => name.includes('baton'))
  await page.getByRole('button', { name: ana.name }).click()
  await page.getByRole('menuitem', { name: 'Sign out' }).click()
  await page.getByRole('heading', { name: 'Sign in' }).waitFor()
  await page.goto('/tasks')
  await page.getByRole('heading', { name: 'Sign in' }).waitFor()

  // Whoever kept the cookie has nothing of it.
  const headers = { cookie: `${session!.name}=${session!.value}` }
  expect((await fetch(`${stage.baton.url}/api/v1/me`, { headers })).status).toBe(401)
})
