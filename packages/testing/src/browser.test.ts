import { expect, test } from 'vitest'
import { launchBrowser } from './browser.ts'

// The first time it is unpacked, which a slow disk feels.
test('a real browser shows a page with letters that have a shape', async () => {
  const browser = await launchBrowser()
  try {
    const page = await browser.newPage()
    await page.setContent('<h1 style="display:inline-block">Who holds the baton?</h1>')
    const box = await page.getByRole('heading', { name: 'Who holds the baton?' }).boundingBox()
    expect(box!.width).toBeGreaterThan(100)
    expect((await page.screenshot()).byteLength).toBeGreaterThan(2000)
  } finally {
    await browser.close()
  }
}, 120_000)
