/** What this bundle knows of itself, for settings that are not set. Loaded before anything that reads settings. */
import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { link } from './link.mjs'

const here = import.meta.dirname
const authorities = path.join(here, 'rds-ca.pem')

link()
process.env.BATON_VERSION ||= JSON.parse(readFileSync(path.join(here, 'version.json'), 'utf8')).version
if (process.env.DATABASE_SECRET_ARN && (process.env.DATABASE_TLS || 'verify') === 'verify' && existsSync(authorities))
  process.env.DATABASE_CA_FILE ||= authorities
