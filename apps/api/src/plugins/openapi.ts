import { fastify, type FastifyInstance } from 'fastify'
import { openApiDocument } from '../openapi/document.ts'

const referencePolicy = [
  `default-src 'none'`,
  `script-src 'self'`,
  // The reference writes its styles and small pictures by itself.
  `style-src 'self' 'unsafe-inline'`,
  `img-src 'self' data: blob:`,
  `font-src 'self' data:`,
  `connect-src 'self'`,
  `worker-src 'self' blob:`,
  `base-uri 'none'`,
  `form-action 'none'`,
  `frame-ancestors 'none'`,
].join('; ')

const configuration = {
  url: '/api/v1/openapi.json',
  withDefaultFonts: false,
  showDeveloperTools: 'never',
  telemetry: false,
  hideClientButton: true,
  agent: { disabled: true },
  mcp: { disabled: true },
}

const page = `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>Baton API</title></head>
<body>
<script id="api-reference" type="application/json" data-url="/api/v1/openapi.json" data-configuration="${JSON.stringify(configuration).replaceAll('"', '&quot;')}"></script>
<script src="/api/v1/reference/reference.js"></script>
</body>
</html>
`

/** The description of the API, and a page to read it; both open to anyone, with nothing from elsewhere. */
export function describeApi(server: FastifyInstance): void {
  // Made when it is first asked for: most nodes never are.
  let document: string | undefined
  let script: Promise<Buffer> | undefined
  const open = { config: { access: 'anyone' as const } }
  const anHour = 'public, max-age=3600'
  server.get('/api/v1/openapi.json', open, async (_request, reply) =>
    reply
      .type('application/json; charset=utf-8')
      .header('cache-control', anHour)
      .send((document ??= JSON.stringify(openApiDocument('1')))),
  )
  server.get('/api/v1/reference', open, async (_request, reply) =>
    reply.type('text/html; charset=utf-8').header('content-security-policy', referencePolicy).send(page),
  )
  server.get('/api/v1/reference/reference.js', open, async (_request, reply) =>
    reply
      .type('text/javascript; charset=utf-8')
      .header('cache-control', anHour)
      .send(await (script ??= referenceScript())),
  )
}

/** The script of the reference page, taken out of the package that holds it as text. */
async function referenceScript(): Promise<Buffer> {
  const { default: reference } = await import('@scalar/fastify-api-reference')
  const holder = fastify()
  try {
    await holder.register(reference, { routePrefix: '/held', configuration: { url: configuration.url } })
    return (await holder.inject('/held/js/scalar.js')).rawPayload
  } finally {
    await holder.close()
  }
}
