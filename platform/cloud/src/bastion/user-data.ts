import { orAnotherStarts } from '../network/standing-machine.ts'
import type { BastionChoice } from '../stages.ts'

/**
 * The account that sessions run as: no rights beyond its own home. `operator` alone is one of Amazon Linux's own, which
 * has no shell, and to make it again would end the script.
 */
export const operator = 'baton-operator'

/**
 * Makes a fresh Amazon Linux the bastion. Its agent calls Session Manager; nothing listens unless SSH is wanted.
 * @param logGroup where it is written who came through the jump host
 */
export function bastionUserData({ ssh }: BastionChoice, logGroup: string): string {
  return `#!/bin/bash
set -euo pipefail
${orAnotherStarts}
useradd --create-home --shell /bin/bash ${operator}
for client in postgresql18 postgresql17 postgresql16; do dnf install -y "$client" && break; done
${ssh ? jumpHost(logGroup) : 'systemctl disable --now sshd.service sshd.socket || true'}
`
}

/**
 * A jump host hands connections on and nothing else: no shell, so what people do happens where it is recorded. Which
 * machines it reaches is up to its security group; here only the ports are said again.
 */
const jumpHost = (logGroup: string) => `cat > /etc/ssh/sshd_config.d/10-jump-host.conf <<'SSHD'
AllowUsers ec2-user
AuthenticationMethods publickey
PasswordAuthentication no
KbdInteractiveAuthentication no
PermitRootLogin no
AllowAgentForwarding no
X11Forwarding no
PermitTunnel no
GatewayPorts no
AllowStreamLocalForwarding no
AllowTcpForwarding local
PermitOpen *:22 *:5432
PermitTTY no
ForceCommand /usr/sbin/nologin
MaxAuthTries 3
MaxSessions 4
LoginGraceTime 20
ClientAliveInterval 300
ClientAliveCountMax 3
LogLevel VERBOSE
SSHD
sshd -t
systemctl restart sshd
dnf install -y rsyslog amazon-cloudwatch-agent
systemctl enable --now rsyslog
cat > /etc/jump-host-log.json <<'LOG'
${loginLog(logGroup)}
LOG
/opt/aws/amazon-cloudwatch-agent/bin/amazon-cloudwatch-agent-ctl -a fetch-config -m ec2 -s -c file:/etc/jump-host-log.json`

/** Sends who came through the jump host, from where and when, to the log of sessions. */
const loginLog = (groupName: string) =>
  JSON.stringify({
    logs: {
      logs_collected: {
        files: {
          collect_list: [
            { file_path: '/var/log/secure', log_group_name: groupName, log_stream_name: 'jump-host/{instance_id}' },
          ],
        },
      },
    },
  })
