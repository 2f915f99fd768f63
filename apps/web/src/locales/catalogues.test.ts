import { expect, test } from 'vitest'

const sources = import.meta.glob<string>(['../**/*.ts', '../**/*.tsx', '!../**/*.test.*'], {
  query: '?raw',
  import: 'default',
  eager: true,
})
const texts = import.meta.glob<object>('./en/*.json', { import: 'default', eager: true })

/** Every key of a catalogue with a dot between its parts; plural forms also by their common name. */
function keysOf(catalogue: object, before = ''): string[] {
  return Object.entries(catalogue).flatMap(([name, value]) => {
    const key = before + name
    if (typeof value === 'object') return [key, ...keysOf(value as object, `${key}.`)]
    return [key, key.replace(/_(zero|one|two|few|many|other)$/, '')]
  })
}

const catalogues = new Map(
  Object.entries(texts).map(([file, catalogue]) => [/(\w+)\.json$/.exec(file)?.[1], new Set(keysOf(catalogue))]),
)

/** The literal keys that a file asks for, each with its catalogue. Keys that are put together while running are not seen. */
function askedFor(text: string): { key: string; namespace: string }[] {
  const translators = text.matchAll(/const \{ t(?:: (\w+))?[^}]*\} = useTranslation\((?:'(\w+)')?\)/g)
  const byName = new Map<string, Set<string>>()
  for (const [, name = 't', namespace = 'common'] of translators) {
    byName.set(name, (byName.get(name) ?? new Set()).add(namespace))
  }
  return [...byName].flatMap(([name, namespaces]) =>
    [
      ...text.matchAll(new RegExp(String.raw`(?<![\w.])${name}\('([^']+)'(?=\s*[,)])(?:, \{ ns: '(\w+)')?`, 'g')),
    ].flatMap(([, key = '', named]) =>
      // Two components of a file may read different catalogues; either will do.
      named ? [{ key, namespace: named }] : [{ key, namespace: [...namespaces].join('|') }],
    ),
  )
}

test('every text that is asked for stands in its catalogue', () => {
  const missing: string[] = []
  for (const [file, source] of Object.entries(sources)) {
    for (const { key, namespace } of askedFor(source)) {
      const found = namespace.split('|').some((one) => catalogues.get(one)?.has(key))
      if (!found) missing.push(`${file}: ${namespace}:${key}`)
    }
  }
  expect(Object.keys(sources).length).toBeGreaterThan(50)
  expect(missing).toEqual([])
})
