import { cloud } from '@baton/runtime'
import { originKeyHeader } from '../origin-key-header.ts'

/** A file of an archive. Modes are those of Unix: 0o755 for what is run, 0o644 for all else. */
export type Entry = { path: string; bytes: Uint8Array; run?: boolean }

const file = (path: string, text: string): Entry => ({ path, bytes: Buffer.from(text) })
const hook = (path: string, text: string): Entry => ({ ...file(path, text), run: true })

/** The files that Beanstalk reads, made from the numbers that the programs and the stacks use too. */
export function platformFiles(version: string): Entry[] {
  return [
    file('Procfile', 'web: node start.mjs\n'),
    file('version.json', `${JSON.stringify({ version })}\n`),
    file('cron.yaml', cron()),
    hook('.platform/hooks/prebuild/10_prepare.sh', prepare),
    hook('.platform/hooks/predeploy/10_migrate.sh', migrate),
    hook('.platform/hooks/postdeploy/10_ready.sh', ready()),
    hook('.platform/confighooks/predeploy/10_check.sh', check),
    hook('.platform/confighooks/postdeploy/10_ready.sh', ready()),
    file('.platform/nginx/conf.d/baton.conf', nginxOfAll()),
    file('.platform/nginx/conf.d/elasticbeanstalk/baton.conf', nginxOfServer()),
  ]
}

const cron = () => `version: 1
cron:
${cloud.schedules
  .map(
    ({ name, when }) => `  - name: "${name}"
    url: "${cloud.paths.schedules}${name}"
    schedule: "${when}"
`,
  )
  .join('')}`

const prepare = `#!/bin/bash
# Before the program and the proxy are set up: what the archive could not hold.
set -euo pipefail
node link.mjs
if [ "\${BATON_PERIODIC:-on}" = off ]; then
  # Another worker environment does what is done again and again.
  rm -f cron.yaml
fi
if [ -n "\${DATABASE_CA_URL:-}" ]; then
  case "$DATABASE_CA_URL" in
    https://*) ;;
    *) echo "DATABASE_CA_URL should begin with https://." >&2; exit 1 ;;
  esac
  curl --fail --silent --show-error --location --proto '=https' --max-time 30 --retry 3 --output rds-ca.pem "$DATABASE_CA_URL"
  grep -q 'BEGIN CERTIFICATE' rds-ca.pem || { echo "DATABASE_CA_URL holds no certificates." >&2; exit 1; }
fi
`

const migrate = `#!/bin/bash
# Before the new version takes over: settings, then the database. Whatever is wrong ends the deployment here, while the
# version before still serves.
set -euo pipefail
node start.mjs --check
node migrate.mjs
`

const check = `#!/bin/bash
# Before changed settings take hold.
set -euo pipefail
node start.mjs --check
`

const ready = () => `#!/bin/bash
# The deployment has worked when the program says it is ready.
set -uo pipefail
for _ in $(seq 60); do
  curl --silent --fail --max-time 2 --output /dev/null "http://127.0.0.1:\${PORT:-${cloud.port}}${cloud.paths.ready}" && exit 0
  sleep 1
done
echo "The program was not ready within 60 seconds. It says:" >&2
curl --silent --max-time 2 "http://127.0.0.1:\${PORT:-${cloud.port}}${cloud.paths.ready}" >&2
exit 1
`

const nginxOfAll = () => `# In the http block. Beanstalk's own settings hold where nothing is said here.
client_max_body_size ${cloud.largestRequest};
proxy_connect_timeout 5s;
proxy_send_timeout ${cloud.job.proxyRead}s;
proxy_read_timeout ${cloud.job.proxyRead}s;
# Connections to the program are kept, and closed here before the program closes them.
upstream baton {
  server 127.0.0.1:${cloud.port};
  keepalive 64;
  keepalive_timeout ${cloud.keepAlive.proxy}s;
}
`

/** The key of the firewall has done its work at the balancer; programs, and what they log, never see it. */
const handOn = `  proxy_pass http://baton;
  proxy_http_version 1.1;
  proxy_set_header Connection "";
  proxy_set_header Host $host;
  proxy_set_header X-Real-IP $remote_addr;
  proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;
  proxy_set_header ${originKeyHeader} "";
`

/** Only the daemon of this very instance posts jobs; the program looks again. */
const nginxOfServer = () => `# In the server block, beside Beanstalk's own location /.
location /api/ {
${handOn}}
location = ${cloud.paths.live} {
${handOn}  proxy_buffering off;
  proxy_read_timeout ${cloud.live.proxyRead}s;
}
location = ${cloud.paths.jobs} {
  allow 127.0.0.1;
  allow ::1;
  deny all;
${handOn}}
location ${cloud.paths.schedules} {
  allow 127.0.0.1;
  allow ::1;
  deny all;
${handOn}}
location = ${cloud.paths.metrics} {
  deny all;
}
`
