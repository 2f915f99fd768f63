import i18next, { type BackendModule } from 'i18next'
import { initReactI18next } from 'react-i18next'
import common from '../locales/en/common.json'

const catalogues = import.meta.glob<Record<string, unknown>>(['../locales/*/*.json', '!../locales/en/common.json'], {
  import: 'default',
})

/** Fetches a namespace when the first component asks for it. */
const lazyCatalogues: BackendModule = {
  type: 'backend',
  init() {},
  read(language, namespace, done) {
    const load = catalogues[`../locales/${language}/${namespace}.json`]
    if (!load) return done(new Error(`There is no catalogue ${namespace} in ${language}.`), null)
    load().then(
      (texts) => done(null, texts),
      (cause: unknown) => done(cause as Error, null),
    )
  },
}

/** Ready when it returns: `common` is part of the bundle, the others suspend the page that asks for them. */
export function startI18n(): void {
  void i18next
    .use(lazyCatalogues)
    .use(initReactI18next)
    .init({
      lng: 'en',
      fallbackLng: 'en',
      ns: ['common'],
      defaultNS: 'common',
      partialBundledLanguages: true,
      resources: { en: { common } },
      interpolation: { escapeValue: false },
      returnNull: false,
    })
}
