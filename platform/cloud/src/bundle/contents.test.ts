import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import type { IncomingMessage } from 'node:http'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { cloud } from '@baton/runtime'
import { expect, test } from 'vitest'
import { outerConfig } from '../local/outer-config.ts'
import { proxyRules } from '../local/proxy-rules.ts'
import { originKeyHeader } from '../origin-key-header.ts'
import { platformFiles } from './contents.ts'

test('the proxy keeps the key of the firewall from the programs', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'baton-contents-'))
  try {
    const nginx = '.platform/nginx/'
    for (const { path: file, bytes } of platformFiles('v1').filter((each) => each.path.startsWith(nginx))) {
      const place = path.join(folder, file.slice(nginx.length))
      mkdirSync(path.dirname(place), { recursive: true })
      writeFileSync(place, bytes)
    }
    writeFileSync(path.join(folder, 'nginx.conf'), outerConfig({ folder, port: 1, program: cloud.port }))
    const { placeOf } = proxyRules(path.join(folder, 'nginx.conf'))
    const asked = { headers: { host: 'origin', [originKeyHeader]: 'key' }, socket: { remoteAddress: '10.0.0.1' } }
    for (const asksFor of ['/api/v1/tasks', cloud.paths.live]) {
      const headers = placeOf(asksFor)!.headersFor(asked as unknown as IncomingMessage)
      expect(headers.get('host')).toBe('origin')
      expect(headers.has(originKeyHeader)).toBe(false)
    }
  } finally {
    rmSync(folder, { recursive: true })
  }
})
