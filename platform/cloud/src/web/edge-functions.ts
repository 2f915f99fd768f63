/**
 * What runs at the distribution's edge before a request goes on. CloudFront takes the text of one function named
 * `handler`, so these name nothing outside themselves.
 * @module
 */

/** The parts of CloudFront's event that are used. */
export interface ViewerRequest {
  viewer: { ip: string }
  request: { method: string; uri: string; headers: Record<string, { value: string }> }
}

/**
 * A person who opens an address of the app gets its page, which finds its way by the address. Files keep their address:
 * one that is missing must be missed, or a browser would run a page as a script.
 */
export function pageRequest(event: ViewerRequest): ViewerRequest['request'] {
  const request = event.request
  const accept = request.headers['accept'] ? request.headers['accept'].value : ''
  if (!/\.[a-z0-9]+$/i.test(request.uri) && accept.indexOf('text/html') >= 0) request.uri = '/index.html'
  return request
}

/** Tells who asks in a header that nobody outside can set, for the firewall behind. */
export function apiRequest(event: ViewerRequest): ViewerRequest['request'] {
  event.request.headers['x-baton-viewer'] = { value: event.viewer.ip }
  return event.request
}

/** The text CloudFront runs. */
export const edgeCode = (run: (event: ViewerRequest) => unknown): string =>
  run.toString().replace(/^function \w+/, 'function handler')
