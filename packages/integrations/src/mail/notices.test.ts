import { describe, expect, test } from 'vitest'
import { noticeMail, stepMail } from './notices.ts'

const reader = { locale: 'en-GB', timeZone: 'Europe/Zurich' }
const subject = {
  organization: 'Hollis & Ward',
  process: 'Onboarding Mara Lindqvist',
  task: 'Order the laptop',
  emoji: '👋',
  dueAt: '2026-03-06T16:00:00.000Z',
  url: 'https://baton.example/processes/1/tasks/laptop',
}

describe('a notice', () => {
  test('names task, process and the due time in the zone of its reader, in HTML and as text', async () => {
    const mail = await noticeMail('assigned', { subject, reader })
    expect(mail.subject).toBe('Order the laptop – Onboarding Mara Lindqvist')
    for (const part of [mail.html, mail.text]) {
      expect(part).toContain('Order the laptop')
      expect(part).toContain('Onboarding Mara Lindqvist')
      expect(part).toMatch(/Friday,? 6 March at 17:00 CET/)
      expect(part).toContain('https://baton.example/processes/1/tasks/laptop')
    }
    expect(mail.html).toContain('Hollis &amp; Ward')
  })

  test('repeats somebody’s words as text, never as HTML', async () => {
    const mail = await noticeMail('problem', { subject, reader, actor: 'Tom', quote: '<img src=x onerror=alert(1)>' })
    expect(mail.html).not.toContain('<img')
    expect(mail.text).toContain('<img src=x onerror=alert(1)>')
    expect(mail.text).toContain('Reported by: Tom')
  })

  test('keeps its subject on one line, whatever the names hold', async () => {
    const mail = await noticeMail('mentioned', {
      subject: { ...subject, process: 'A\r\nBcc: all@example.org' },
      reader,
      actor: 'Tom',
    })
    expect(mail.subject).toBe('Tom mentioned you in A Bcc: all@example.org')
  })
})

describe('the mail of a step', () => {
  test('shows Markdown, with links only to the web and to mail', async () => {
    const mail = await stepMail(
      {
        subject: 'Welcome',
        body: 'Dear **Mara**,\n\n- [portal](https://portal.example)\n- [bad](javascript:alert(1))\n\n<b>raw</b>',
      },
      { organization: 'Hollis & Ward', process: 'Onboarding', reader },
    )
    expect(mail.html).toContain('<strong>Mara</strong>')
    expect(mail.html).toContain('href="https://portal.example"')
    expect(mail.html).not.toContain('javascript:')
    expect(mail.html).not.toContain('<b>raw</b>')
    expect(mail.text).toContain('Dear Mara,')
  })
})
