import { mkdir } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { launchBrowser } from '@baton/testing'
import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, expect } from 'vitest'
import { type Baton, startBaton } from './baton.ts'
import { foundOrganization, type Organization, password, type Person } from './organization.ts'

export type Stage<B extends Baton = Baton> = {
  baton: B
  browser: Browser
  /** A new organization, which knows nothing of the others. */
  found(): Promise<Organization>
  /**
   * A browser of one's own, as another person at another machine has it. Opened before all journeys of a file, it
   * stays open for all of them.
   * @param person is signed in; nobody when absent
   */
  open(person?: Pick<Person, 'name' | 'email'> & { password?: string }, options?: BrowserContextOptions): Promise<Page>
}

type Opened = { page: Page; errors: string[]; lasts: boolean }

const expected = /^Failed to load resource|blocked by CORS policy/

/** Milliseconds until what should be on the screen is missed. */
const patience = 45_000

/**
 * A Baton and a browser for the journeys of one file. Call it once, at the top. After each journey the pages it opened
 * are closed, and it fails when any of them threw an error or broke its content security policy.
 * @param start the Baton; one that is not in the cloud when absent
 */
export function setStage(): Stage
export function setStage<B extends Baton>(start: () => Promise<B>): Stage<B>
export function setStage(start: () => Promise<Baton> = startBaton): Stage {
  let pages: Opened[] = []
  let underWay = false
  const stage = {
    found: () => foundOrganization(stage.baton),
    async open(person, options = {}) {
      const context = await stage.browser.newContext({
        baseURL: stage.baton.url,
        viewport: { width: 1280, height: 800 },
        locale: 'en-GB',
        timezoneId: 'Europe/Zurich',
        reducedMotion: 'reduce',
        ...options,
      })
      context.setDefaultTimeout(patience)
      if (person) {
        const data = { email: person.email, password: person.password ?? password }
        const answer = await context.request.post('/api/v1/session', { data })
        expect(answer.status(), `${person.name} signs in`).toBe(200)
      }
      const page = await context.newPage()
      const errors: string[] = []
      page.on('pageerror', (error) => errors.push(String(error.stack ?? error)))
      page.on('console', (message) => {
        // Refusals, lost connections and a bucket that is closed are part of some journeys; the browser reports each.
        const text = message.text()
        if (message.type() === 'error' && !expected.test(text)) errors.push(text)
      })
      pages.push({ page, errors, lasts: !underWay })
      return page
    },
  } as Stage

  beforeAll(async () => {
    const [baton, browser] = await Promise.all([start(), launchBrowser()])
    Object.assign(stage, { baton, browser })
  })
  beforeEach(() => {
    underWay = true
  })
  afterEach(async ({ task }) => {
    underWay = false
    if (task.result?.state === 'fail') await showWhatWasThere(task.name, pages)
    const errors = pages.flatMap((opened) => opened.errors.splice(0))
    await Promise.all(pages.filter(({ lasts }) => !lasts).map(({ page }) => page.context().close()))
    pages = pages.filter(({ lasts }) => lasts)
    expect(errors, 'errors in the browser').toEqual([])
  })
  afterAll(async () => {
    await stage.browser?.close()
    await stage.baton?.close()
  })
  return stage
}

/** What a person would have seen when the journey broke off, as picture and as text. */
async function showWhatWasThere(name: string, opened: Opened[]): Promise<void> {
  const folder = path.join(tmpdir(), 'baton-journeys')
  await mkdir(folder, { recursive: true })
  for (const [at, { page, errors }] of opened.entries()) {
    const picture = path.join(folder, `${name.replaceAll(/\W+/g, '-')}-${at + 1}.png`)
    try {
      await page.screenshot({ path: picture, timeout: 5_000 })
      const text = await page.locator('body').ariaSnapshot({ timeout: 5_000 })
      const focus = await page
        .locator(':focus')
        .evaluateAll((found) => (found[0]?.cloneNode() as Element | undefined)?.outerHTML ?? 'nothing')
      console.log(`${page.url()} (${picture})\n${[...errors, `Focus: ${focus}`, text].join('\n')}`)
    } catch (error) {
      console.log(`${page.url()} could not be looked at: ${String(error)}`)
    }
  }
}
