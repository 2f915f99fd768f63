import { readFileSync } from 'node:fs'
import i18next, { type Resource, type TFunction } from 'i18next'

const catalogue = (language: string): Resource[string] => ({
  translation: JSON.parse(readFileSync(new URL(`./locales/${language}.json`, import.meta.url), 'utf8')),
})

const texts = i18next.createInstance()
await texts.init({
  fallbackLng: 'en',
  // Mails escape by themselves: React for the HTML, and the text part has nothing to escape.
  interpolation: { escapeValue: false },
  resources: { en: catalogue('en') },
})

/** The texts of mails in a person's language, English where a language is missing. */
export const mailTexts = (locale: string): TFunction => texts.getFixedT(locale)
