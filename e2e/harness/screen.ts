import type { Locator, Page } from 'playwright-core'
import { expect } from 'vitest'

/** The list of notices: what was done and what could not be. */
export const notices = (page: Page): Locator => page.getByRole('region', { name: 'Notices' })

/** Waits until it is there to be seen. */
export const shows = (thing: Locator): Promise<void> => thing.first().waitFor()

/** Waits until it is nowhere to be seen. */
export const hides = (thing: Locator): Promise<void> => thing.first().waitFor({ state: 'hidden' })

/** Waits until a field holds this. */
export const holds = (field: Locator, value: string) =>
  expect.poll(() => field.inputValue(), { timeout: 30_000 }).toBe(value)

/** Goes on with the tab key until this has the focus, as somebody without a mouse does. */
export async function tabTo(thing: Locator, key: 'Tab' | 'Shift+Tab' = 'Tab'): Promise<void> {
  await thing.waitFor({ state: 'attached' })
  const passed: string[] = []
  for (let pressed = 0; pressed < 90; pressed += 1) {
    if ((await thing.count()) > 0 && (await hasFocus(thing))) return
    await thing.page().keyboard.press(key)
    passed.push(await focusedName(thing.page()))
  }
  throw new Error(`${String(thing)} cannot be reached with ${key}. It passed ${passed.join(' → ')}`)
}

const focusedName = (page: Page): Promise<string> =>
  page.evaluate(() => {
    const at = document.activeElement
    return at?.getAttribute('aria-label') ?? (at?.textContent?.slice(0, 30) || at?.id || at?.tagName) ?? ''
  })

export const hasFocus = (thing: Locator): Promise<boolean> =>
  thing.evaluate((element) => element === element.ownerDocument.activeElement)

/** Waits until something that was done brings the focus here. */
export const getsFocus = (thing: Locator) => expect.poll(() => hasFocus(thing), { timeout: 30_000 }).toBe(true)
