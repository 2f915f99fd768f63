import * as contract from '@baton/contract'
import * as engine from '@baton/engine'
import { expect, test, vi } from 'vitest'

/** Schemas among what a module gives out, its namespaces included, as plain JSON. */
function schemasOf(module: object, path = ''): [string, unknown][] {
  return Object.entries(module).flatMap(([name, value]): [string, unknown][] => {
    if (typeof value !== 'object' || value === null) return []
    const isSchema = ['type', 'anyOf', 'enum'].some((key) => key in value) && !('method' in value)
    if (isSchema) return [[path + name, JSON.parse(JSON.stringify(value))]]
    return path === '' && Object.prototype.toString.call(value) === '[object Module]'
      ? schemasOf(value, `${name}.`)
      : []
  })
}

test('in the browser schemas say the same as on the server', async () => {
  const [real, realEngine] = [schemasOf(contract), schemasOf(engine)]
  expect(realEngine.map(([name]) => name)).toContain('TemplateDocument')
  vi.resetModules()
  vi.doMock('typebox', () => import('./schemas-stand-in.ts'))
  expect(schemasOf(await import('@baton/engine'))).toEqual(realEngine)
  expect(schemasOf(await import('@baton/contract'))).toEqual(real)
})
