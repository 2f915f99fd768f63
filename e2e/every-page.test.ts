import { mkdir, readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import path from 'node:path'
import { environment } from '@baton/runtime'
import type { AxeResults } from 'axe-core'
import type { Locator, Page } from 'playwright-core'
import { beforeAll, describe, expect, test } from 'vitest'
import { demoSignIn, seedDemo } from '../apps/cli/src/demo/seed-demo.ts'
import { shows } from './harness/screen.ts'
import { setStage } from './harness/stage.ts'

const stage = setStage()

/** Where pictures of every page go, e.g. for the README; none are made without it. */
const pictures = environment.SCREENSHOTS
const levels = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']
const axe = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

/** Ids of what the demo organization holds, for addresses. */
let demo: { process: string; form: string; approval: string; template: string; dated: string; mail: string }

/** One browser for each looks at all pages: what it has loaded once it need not load again. */
let mara: Page
let stranger: Page

beforeAll(async () => {
  await seedDemo({ databaseUrl: stage.baton.database.ownerUrl })
  mara = await stage.open({ name: 'Mara', ...demoSignIn })
  stranger = await stage.open()
  for (const page of [mara, stranger]) await page.addInitScript(axe)
  const one = async (sql: string) => (await stage.baton.database.sql<{ id: string }>(sql))[0]!.id
  const invoice = `from process p join template t on t.org_id = p.org_id and t.id = p.template_id
    where t.title = 'Approve an invoice' and p.status = 'active'`
  const open = (type: string) => `select p.id || '/tasks/' || task.task_id as id from process p
    join task on task.org_id = p.org_id and task.process_id = p.id
    where task.status = 'open' and task.type = '${type}' order by p.id limit 1`
  demo = {
    process: await one(`select p.id ${invoice} order by p.id limit 1`),
    form: await one(open('task')),
    approval: await one(open('approval')),
    template: await one(`select id from template where title = 'Approve an invoice'`),
    dated: await one(`select id from template where title = 'Hand over an apartment'`),
    mail: await one(`select id from mail limit 1`).catch(() => ''),
  }
})

type Screen = {
  address: () => string
  /** What is there once the page is whole. */
  ready: (page: Page) => Locator
  /** What is done on it before it is looked at. */
  then?: (page: Page) => Promise<void>
  /** Nobody is signed in. */
  signedOut?: true
}
const heading = (name: string | RegExp) => (page: Page) => page.getByRole('heading', { name }).first()

const screens: Record<string, Screen> = {
  'sign-in': { address: () => '/sign-in', ready: heading('Sign in'), signedOut: true },
  'my-tasks': { address: () => '/tasks', ready: heading(/Overdue|Today|This week|Later/) },
  'my-tasks-with-panel': {
    address: () => `/tasks?peek=${encodeURIComponent(demo.form.replace('/tasks/', '/'))}`,
    ready: (page) => page.getByText('Why am I seeing this?'),
  },
  'tasks-of-nobody': {
    address: () => '/tasks?scope=unassigned',
    ready: heading(/Overdue|Today|Later|Waiting|Nothing to pick up/),
  },
  task: {
    address: () => `/processes/${demo.form}`,
    ready: (page) => page.getByText('Why am I seeing this?'),
  },
  'deadline-in-a-calendar': {
    address: () => `/processes/${demo.form}`,
    ready: (page) => page.getByText('Why am I seeing this?'),
    async then(page) {
      await page.getByRole('button', { name: 'Change the deadline' }).click()
      await page.getByRole('dialog').getByRole('button', { name: 'Choose a day' }).click()
      await shows(page.getByRole('button', { name: 'Next month' }))
    },
  },
  'launch-with-a-date': {
    address: () => `/launch/${demo.dated}`,
    ready: (page) => page.getByRole('button', { name: 'Choose a day' }).first(),
    async then(page) {
      await page.getByRole('button', { name: 'Choose a day' }).first().click()
      await shows(page.getByRole('button', { name: 'Next month' }))
    },
  },
  approval: {
    address: () => `/processes/${demo.approval}`,
    ready: (page) => page.getByRole('button', { name: /^Approve/ }),
  },
  processes: { address: () => '/processes', ready: (page) => page.getByRole('link', { name: /·/ }).first() },
  'processes-as-board': { address: () => '/processes?view=board', ready: heading(/In progress/) },
  'processes-by-milestone': {
    address: () => `/processes?view=board&template=${demo.template}`,
    ready: heading('Approve'),
  },
  'processes-with-panel': {
    address: () => `/processes?peek=${demo.process}`,
    ready: (page) => page.getByRole('complementary').getByRole('heading', { level: 2 }).first(),
  },
  process: {
    address: () => `/processes/${demo.process}`,
    ready: (page) => page.getByRole('tabpanel', { name: 'Steps' }),
  },
  'process-answers': { address: () => `/processes/${demo.process}?tab=answers`, ready: heading('Kick-off form') },
  'process-activity': {
    address: () => `/processes/${demo.process}?tab=activity`,
    ready: (page) => page.getByText('launched the process'),
  },
  templates: {
    address: () => '/templates',
    ready: (page) => page.getByRole('link', { name: 'Approve an invoice', exact: true }),
  },
  editor: {
    address: () => `/templates/${demo.template}`,
    ready: (page) => page.getByRole('textbox', { name: 'Step 1', exact: true }),
  },
  'editor-of-a-step': {
    address: () => `/templates/${demo.template}?step=check`,
    ready: (page) => page.getByRole('textbox', { name: 'Step 1', exact: true }),
  },
  'editor-rules': {
    address: () => `/templates/${demo.template}?step=director&tab=rules`,
    ready: (page) => page.getByRole('textbox', { name: 'Step 1', exact: true }),
  },
  'editor-as-code': {
    address: () => `/templates/${demo.template}?view=code`,
    ready: (page) => page.getByText('baton: template/v1'),
  },
  'choose-what-to-launch': {
    address: () => '/launch',
    ready: (page) => page.getByRole('option', { name: /Approve an invoice/ }),
  },
  launch: { address: () => `/launch/${demo.template}`, ready: heading('Approve an invoice') },
  people: { address: () => '/people', ready: (page) => page.getByText('Ingrid Solheim') },
  groups: { address: () => '/people?tab=groups', ready: (page) => page.getByText('Ward 3').first() },
  settings: { address: () => '/settings', ready: heading('Profile') },
  password: { address: () => '/settings/password', ready: (page) => page.getByLabel('Current password').first() },
  'access-tokens': {
    address: () => '/settings/tokens',
    ready: (page) => page.getByRole('button', { name: 'Create a token' }).first(),
  },
  outbox: { address: () => '/outbox', ready: (page) => page.getByRole('radiogroup', { name: 'Which mails' }) },
  'no-such-page': { address: () => '/nowhere', ready: heading('This page does not exist') },
}

describe('every page, at a desk and on a phone, light and dark', () => {
  test.each(Object.entries(screens))(
    '%s is open to everyone and fits',
    async (name, { address, ready, then, signedOut }) => {
      const page = signedOut ? stranger : mara
      for (const width of [1280, 390]) {
        await page.setViewportSize(width === 390 ? { width, height: 844 } : { width, height: 800 })
        await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' })
        await page.goto(address())
        await shows(ready(page))
        await then?.(page)
        await atRest(page)
        expect(await faultsOn(page, levels), `light, ${width} px`).toEqual([])
        expect(await overflowOf(page), `nothing is wider than ${width} px`).toBeLessThanOrEqual(0)
        await takePicture(page, `${name}-${width}-light`)
        await page.emulateMedia({ colorScheme: 'dark', reducedMotion: 'reduce' })
        await page.waitForFunction(() => document.documentElement.dataset.mantineColorScheme === 'dark')
        await atRest(page)
        // Only colours differ.
        expect(await faultsOn(page, ['color-contrast']), `dark, ${width} px`).toEqual([])
        await takePicture(page, `${name}-${width}-dark`)
      }
    },
  )
})

/** Waits until fonts are there, nothing new is drawn for a while, and nothing moves or fades any more. */
const atRest = (page: Page) =>
  page.evaluate(async () => {
    await document.fonts.ready
    await new Promise<void>((quiet) => {
      const rest = 150
      let timer = setTimeout(quiet, rest)
      new MutationObserver(() => {
        clearTimeout(timer)
        timer = setTimeout(quiet, rest)
      }).observe(document.body, { subtree: true, childList: true, characterData: true })
    })
    await Promise.allSettled(document.getAnimations().map(({ finished }) => finished))
  })

/** What axe finds, each with where it stands. */
const faultsOn = (page: Page, what: string[]): Promise<string[]> =>
  page.evaluate(async (values) => {
    const { axe } = globalThis as unknown as { axe: { run: (...given: unknown[]) => Promise<AxeResults> } }
    const type = values.length === 1 ? 'rule' : 'tag'
    const { violations } = await axe.run(document, {
      runOnly: { type, values },
      resultTypes: ['violations'],
      iframes: false,
    })
    return violations.flatMap(({ id, nodes }) =>
      nodes.slice(0, 5).map(({ html, failureSummary }) => `${id}: ${html.slice(0, 200)} ${failureSummary}`),
    )
  }, what)

/** By how many pixels the page can be moved sideways. */
const overflowOf = (page: Page) =>
  page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)

async function takePicture(page: Page, name: string): Promise<void> {
  if (!pictures) return
  await mkdir(pictures, { recursive: true })
  await page.screenshot({ path: path.join(pictures, `${name}.png`) })
}
