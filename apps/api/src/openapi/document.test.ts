import { allRoutes } from '@baton/contract'
import { Validator } from '@seriousme/openapi-schema-validator'
import { expect, test } from 'vitest'
import { openApiDocument } from './document.ts'

const document = openApiDocument('1')

test('the description of the API is valid OpenAPI 3.1', async () => {
  const { valid, errors } = await new Validator().validate(structuredClone(document))
  expect(errors ?? []).toEqual([])
  expect(valid).toBe(true)
})

test('it describes every route of the contract, with its refusals and who may call', () => {
  for (const [name, { method, path, access }] of allRoutes) {
    const operation = document.paths[path.replace(/:(\w+)/g, '{$1}')]?.[method.toLowerCase()] as {
      operationId: string
      security?: object[]
      responses: Record<string, { content?: Record<string, unknown> }>
    }
    expect(operation.operationId).toBe(name)
    expect(operation.security).toEqual(access === 'anyone' ? [] : undefined)
    expect(operation.responses['401']!.content).toHaveProperty('application/problem+json')
    expect(operation.responses['422']!.content).toHaveProperty('application/problem+json')
    expect(Object.keys(operation.responses).some((status) => status.startsWith('2'))).toBe(true)
  }
})

test('every reference in it leads somewhere', () => {
  const text = JSON.stringify(document)
  const { schemas } = document['components'] as { schemas: object }
  const names = new Set([...text.matchAll(/"#\/components\/schemas\/(\w+)"/g)].map(([, name]) => name!))
  expect(names.size).toBeGreaterThan(5)
  for (const name of names) expect(schemas).toHaveProperty(name)
  // A document that repeats every schema at every route is of no use to anyone.
  expect(text.length).toBeLessThan(200_000)
})
