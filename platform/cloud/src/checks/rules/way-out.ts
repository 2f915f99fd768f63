import type { Finding } from '../finding.ts'
import type { Rule } from '../rule.ts'

/** What a stage without a way out cannot do, said before it is made and not by who misses it. */
export const wayOut: Rule = ({ stage }) => {
  if (stage.network.nat.kind !== 'none') return []
  const finding = (severity: Finding['severity'], says: string, mend: string): Finding => ({
    id: 'way-out',
    severity,
    stack: `baton-${stage.name}-network`,
    says,
    mend,
  })
  return [
    finding(
      'warning',
      'Programs reach AWS and nothing else: no mail server, so nobody gets mail, no webhooks, no Slack, no Google, no ' +
        'sign-in by another service',
      'Choose nat gateway or instance in stages.ts where any of these is wanted.',
    ),
    ...(stage.database.proxy
      ? []
      : [
          finding(
            'error',
            'The first deployment would fail: the certificates that sign the database’s are fetched from an address ' +
              'outside, which no endpoint leads to',
            'Set database.proxy in stages.ts, whose certificate any system trusts, or choose another nat.',
          ),
        ]),
  ]
}
