import { expect, test } from 'vitest'
import { getsFocus, hides, notices, shows, tabTo } from './harness/screen.ts'
import { setStage } from './harness/stage.ts'

const stage = setStage()

test('a first template is built, mended, published and launched by keyboard alone', async () => {
  const { ana } = await stage.found()
  const page = await stage.open(ana)
  const { keyboard } = page
  const step = (number: number) => page.getByRole('textbox', { name: `Step ${number}`, exact: true })
  const details = page.getByRole('complementary', { name: 'Details' })
  /** Tabs of a step: the arrows move between them. */
  const openTab = async (name: string, key?: 'Shift+Tab') => {
    await tabTo(details.getByRole('tab', { selected: true }), key)
    const wanted = details.getByRole('tab', { name })
    for (let moved = 0; moved < 5 && (await wanted.getAttribute('aria-selected')) !== 'true'; moved += 1)
      await keyboard.press('ArrowRight')
  }
  const choose = async (name: string, option: string, key?: 'Shift+Tab') => {
    await tabTo(details.getByRole('combobox', { name }), key)
    await keyboard.press('ArrowDown')
    await shows(page.getByRole('option', { name: option, exact: true }))
    for (let moved = 0; moved < 20; moved += 1) {
      const active = page.getByRole('option', { name: option, exact: true })
      if ((await active.getAttribute('data-combobox-selected')) === 'true') break
      await keyboard.press('ArrowDown')
    }
    await keyboard.press('Enter')
  }

  await page.goto('/tasks')
  await shows(page.getByRole('heading', { name: 'Nothing to do' }))
  await keyboard.press('g')
  await keyboard.press('m')
  await shows(page.getByRole('heading', { name: 'Templates', level: 1 }))
  await keyboard.press('n')

  // The steps are lines that one types.
  await tabTo(page.getByRole('textbox', { name: 'Title of the template' }))
  await keyboard.type('Pay an invoice')
  await keyboard.press('Enter')
  await getsFocus(step(1))
  await keyboard.type('Check the invoice')
  await keyboard.press('Enter')
  await getsFocus(step(2))
  await keyboard.type('Second signature')
  await keyboard.press('Enter')
  await getsFocus(step(3))
  await keyboard.type('# Payment')
  await keyboard.press('Enter')
  await getsFocus(page.getByRole('textbox', { name: 'Milestone' }))
  await keyboard.press('Enter')
  await getsFocus(step(3))
  await keyboard.type('Transfer the money')

  // The kick-off form.
  const kickoff = page.getByRole('button', { name: /^Kick-off form/ })
  for (let moved = 0; moved < 4; moved += 1) await keyboard.press('ArrowUp')
  await getsFocus(kickoff)
  await keyboard.press('Enter')
  await tabTo(details.getByRole('button', { name: 'Add a field' }))
  await keyboard.press('Enter')
  await getsFocus(page.getByRole('textbox', { name: 'Choose a type of field' }))
  await keyboard.type('short')
  await keyboard.press('Enter')
  const question = details.getByRole('textbox', { name: 'Question' })
  await getsFocus(question)
  await keyboard.type('Supplier')
  await tabTo(details.getByRole('switch', { name: 'Required' }))
  await keyboard.press('Space')
  await tabTo(question, 'Shift+Tab')
  await keyboard.press('Enter')
  await expect.poll(() => question.inputValue()).toBe('')
  await keyboard.press('/')
  await getsFocus(page.getByRole('textbox', { name: 'Choose a type of field' }))
  await keyboard.type('money')
  await keyboard.press('Enter')
  await tabTo(question)
  await keyboard.type('Amount')

  // Who and when: the first step is the launcher's, and due two days after it opens.
  await keyboard.press('Escape')
  await keyboard.press('Escape')
  await getsFocus(kickoff)
  await keyboard.press('ArrowDown')
  await getsFocus(step(1))
  await openTab('Who')
  await tabTo(details.getByRole('switch', { name: 'Whoever launches the process' }))
  await keyboard.press('Space')
  await openTab('When', 'Shift+Tab')
  await tabTo(details.getByRole('button', { name: 'Add a deadline' }))
  await keyboard.press('Enter')
  await getsFocus(details.getByRole('textbox', { name: 'How many' }))

  // The second step is an approval, which is only there when the amount is over 10,000.
  await keyboard.press('Escape')
  await getsFocus(step(1))
  await keyboard.press('ArrowDown')
  await getsFocus(step(2))
  await tabTo(details.getByRole('radio', { name: 'Task' }))
  await keyboard.press('ArrowRight')
  await openTab('More')
  await tabTo(details.getByRole('switch', { name: 'Hidden until a rule shows it' }))
  await keyboard.press('Space')
  await openTab('Rules', 'Shift+Tab')
  await tabTo(details.getByRole('button', { name: 'Add a rule' }))
  await keyboard.press('Enter')
  await choose('What decides', 'Amount', 'Shift+Tab')
  await choose('Comparison', 'is over')
  await shows(details.getByRole('button', { name: /Show Second signature when Amount is over/ }))

  // Publishing says what is missing, and leads to it.
  await keyboard.press('Control+k')
  await getsFocus(page.getByRole('combobox', { name: /Type a command/ }))
  await keyboard.type('Publish')
  await keyboard.press('Enter')
  const dialog = page.getByRole('dialog', { name: 'Publish the template' })
  await shows(dialog.getByText('One thing keeps it from being published'))
  await tabTo(dialog.getByRole('button', { name: /Second signature/ }))
  await keyboard.press('Enter')
  await hides(dialog)
  const value = details.getByRole('textbox', { name: 'Value' })
  await tabTo(details.getByRole('button', { name: /Show Second signature when/ }))
  if (!(await value.isVisible())) await keyboard.press('Enter')
  await tabTo(value)
  await keyboard.type('10000')
  await shows(details.getByRole('button', { name: 'Show Second signature when Amount is over 10,000 EUR' }))
  await shows(page.getByRole('status').filter({ hasText: 'Saved' }))

  await tabTo(page.getByRole('button', { name: 'Publish' }))
  await keyboard.press('Enter')
  await shows(dialog.getByText('Everything fits together.'))
  await tabTo(dialog.getByRole('button', { name: 'Publish' }))
  await keyboard.press('Enter')
  await shows(notices(page).getByText('Version 1 is published.'))

  // Launched with a rule at work, and the first task done.
  await tabTo(notices(page).getByRole('button', { name: 'Launch' }))
  await keyboard.press('Enter')
  await shows(page.getByRole('heading', { name: 'Pay an invoice', level: 1 }))
  await tabTo(page.getByRole('textbox', { name: 'Supplier' }))
  await keyboard.type('Acme')
  await tabTo(page.getByRole('textbox', { name: 'Amount' }))
  await keyboard.type('10000')
  const signature = page.getByRole('listitem').filter({ hasText: /^Second signature/ })
  await shows(page.getByRole('listitem').filter({ hasText: /^Transfer the money/ }))
  expect(await signature.count()).toBe(0)
  await keyboard.type('0')
  await shows(signature)
  await keyboard.press('Control+Enter')
  await shows(page.getByRole('heading', { name: 'Check the invoice' }))
  await keyboard.press('Control+Enter')
  await shows(notices(page).getByText('Completed “Check the invoice”'))
})

test('what is written as Markdown reads as it will, and a thousand templates open like ten', async () => {
  const organization = await stage.found()
  const { ana } = organization
  const title = 'Tell everybody who works in the house, in each of its four languages, that the water is turned off'
  const templateId = await organization.publish(ana, {
    title: 'Turn off the water',
    description: 'Only **at night**, and never on a Sunday.',
    steps: [{ id: 'tell', type: 'task', title, assign: { launcher: true } }],
  })
  const page = await stage.open(ana, { viewport: { width: 390, height: 844 } })
  await page.goto(`/templates/${templateId}`)
  const description = page.getByRole('textbox', { name: 'Description' })
  await shows(page.locator('strong', { hasText: 'at night' }))
  await description.focus()
  await hides(page.locator('strong', { hasText: 'at night' }))
  await page.keyboard.press('End')
  await page.keyboard.type(' Ask *Ingrid*.')
  await page.getByRole('textbox', { name: 'Title of the template' }).focus()
  await shows(page.locator('em', { hasText: 'Ingrid' }))

  // A title is seen whole, however long.
  const step = page.getByRole('textbox', { name: 'Step 1', exact: true })
  expect(await step.evaluate(({ scrollHeight, clientHeight }) => scrollHeight - clientHeight)).toBeLessThanOrEqual(1)

  await page.route('**/api/v1/templates', async (route) => {
    const answer = await route.fetch()
    const { items } = (await answer.json()) as { items: [object] }
    const many = Array.from({ length: 1000 }, (_, at) => ({ ...items[0], id: templateId, title: `Procedure ${at}` }))
    await route.fulfill({
      response: answer,
      json: { items: many.map((item, at) => ({ ...item, id: `${templateId.slice(0, -4)}${1000 + at}` })) },
    })
  })
  await page.goto('/templates')
  await shows(page.getByRole('link', { name: 'Procedure 0', exact: true }))
  expect(await page.getByRole('row').count()).toBeLessThan(300)
  const rows = await page.getByRole('row').count()
  await page.getByRole('row').last().scrollIntoViewIfNeeded()
  await expect.poll(() => page.getByRole('row').count(), { timeout: 30_000 }).toBeGreaterThan(rows)
  await page.getByRole('searchbox', { name: 'Search templates' }).fill('dure 987')
  await shows(page.getByRole('link', { name: 'Procedure 987', exact: true }))
  expect(await page.getByRole('row').count()).toBe(2)
})
