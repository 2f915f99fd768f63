import { describe, expect, test } from 'vitest'
import { apiRequest, edgeCode, pageRequest, type ViewerRequest } from './edge-functions.ts'

const asked = (uri: string, accept?: string): ViewerRequest => ({
  viewer: { ip: '198.51.100.7' },
  request: { method: 'GET', uri, headers: accept ? { accept: { value: accept } } : {} },
})
const page = 'text/html,application/xhtml+xml'

/** The very text CloudFront gets, run as it runs it. */
const atTheEdge = (run: (event: ViewerRequest) => unknown) =>
  // oxlint-disable-next-line no-implied-eval, no-new-func -- what is tested is a text
  new Function('event', `${edgeCode(run)}\nreturn handler(event)`) as (event: ViewerRequest) => ViewerRequest['request']

describe('a request for a page', () => {
  const handler = atTheEdge(pageRequest)
  test.each([
    ['/', '/index.html'],
    ['/tasks', '/index.html'],
    ['/processes/0190a1b2/tasks/1', '/index.html'],
  ])('of a person who opens %s gets %s', (uri, answered) => {
    expect(handler(asked(uri, page)).uri).toBe(answered)
  })
  test.each(['/assets/task-page-4f3a2b1c.js', '/mark.svg', '/assets/gone-00000000.css'])(
    'never turns the file %s into the page',
    (uri) => {
      expect(handler(asked(uri, page)).uri).toBe(uri)
    },
  )
  test('by a script keeps its address', () => {
    expect(handler(asked('/tasks', '*/*')).uri).toBe('/tasks')
    expect(handler(asked('/tasks')).uri).toBe('/tasks')
  })
})

test('a request to the API says who asks, whatever the asker claims', () => {
  const event = asked('/api/v1/tasks')
  event.request.headers['x-baton-viewer'] = { value: '203.0.113.1' }
  expect(atTheEdge(apiRequest)(event).headers['x-baton-viewer']).toEqual({ value: '198.51.100.7' })
})
