import { Body } from '@react-email/body'
import { Button } from '@react-email/button'
import { Container } from '@react-email/container'
import { Head } from '@react-email/head'
import { Heading } from '@react-email/heading'
import { Hr } from '@react-email/hr'
import { Html } from '@react-email/html'
import { Preview } from '@react-email/preview'
import { render, toPlainText } from '@react-email/render'
import { Section } from '@react-email/section'
import { Text } from '@react-email/text'
import { createElement as h, type ReactNode } from 'react'

export const colors = { text: '#1c2530', quiet: '#5b6775', line: '#dfe4ea', accent: '#0b7a75', canvas: '#f5f7f9' }

/** The parts of a mail of ours, from top to bottom; absent ones leave no gap. */
export type MailParts = {
  /** BCP 47, of the reader. */
  language: string
  /** The line that mail programs show beside the subject. */
  preview: string
  organization: string
  /** Emoji of the template. */
  mark?: string | undefined
  heading?: string | undefined
  /** "Due", "Friday, 3 March, 17:00". */
  facts?: { label: string; value: string }[]
  body?: ReactNode
  /** Somebody's words. */
  quote?: string | undefined
  button?: { label: string; href: string } | undefined
  /** Why the reader gets it. */
  footer: string
}

const font = "-apple-system, BlinkMacSystemFont, 'Segoe UI', Roboto, Helvetica, Arial, sans-serif"

/** One column of at most 560 px, inline styles only, so that every mail program shows the same. */
function Layout(parts: MailParts): ReactNode {
  return h(
    Html,
    { lang: parts.language },
    h(
      Head,
      null,
      h('meta', { name: 'color-scheme', content: 'light dark' }),
      h('meta', { name: 'supported-color-schemes', content: 'light dark' }),
    ),
    h(Preview, null, parts.preview),
    h(
      Body,
      {
        style: {
          margin: 0,
          padding: '24px 12px',
          backgroundColor: colors.canvas,
          color: colors.text,
          fontFamily: font,
        },
      },
      h(
        Container,
        { style: { maxWidth: 560, backgroundColor: '#ffffff', border: `1px solid ${colors.line}`, borderRadius: 6 } },
        h(
          Section,
          { style: { padding: '24px 28px' } },
          h(Text, { style: { margin: '0 0 16px', fontSize: 13, color: colors.quiet } }, parts.organization),
          parts.heading &&
            h(
              Heading,
              { as: 'h1', style: { margin: '0 0 12px', fontSize: 20, lineHeight: '28px', fontWeight: 600 } },
              parts.mark ? `${parts.mark} ${parts.heading}` : parts.heading,
            ),
          parts.body,
          parts.facts?.map(({ label, value }) =>
            h(
              Text,
              { key: label, style: { margin: '0 0 4px', fontSize: 14, lineHeight: '22px' } },
              h('span', { style: { color: colors.quiet } }, `${label}: `),
              value,
            ),
          ),
          parts.quote &&
            h(
              'blockquote',
              {
                style: {
                  margin: '12px 0',
                  padding: '2px 0 2px 12px',
                  borderLeft: `3px solid ${colors.accent}`,
                  fontSize: 15,
                  lineHeight: '24px',
                  whiteSpace: 'pre-wrap',
                },
              },
              parts.quote,
            ),
          parts.button &&
            h(
              Button,
              {
                href: parts.button.href,
                style: {
                  marginTop: 16,
                  padding: '10px 18px',
                  borderRadius: 6,
                  backgroundColor: colors.accent,
                  color: '#ffffff',
                  fontSize: 14,
                  fontWeight: 600,
                },
              },
              parts.button.label,
            ),
        ),
        h(Hr, { style: { margin: 0, borderColor: colors.line } }),
        h(
          Section,
          { style: { padding: '12px 28px' } },
          h(Text, { style: { margin: 0, fontSize: 12, lineHeight: '18px', color: colors.quiet } }, parts.footer),
        ),
      ),
    ),
  )
}

/** The HTML of a mail, and the same as text for those who read no HTML. */
export async function renderMail(parts: MailParts): Promise<{ html: string; text: string }> {
  const html = await render(h(Layout, parts))
  const text = toPlainText(html, { wordwrap: 78, selectors: [{ selector: 'h1', options: { uppercase: false } }] })
  return { html, text }
}
