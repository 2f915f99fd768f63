import type { Finding } from '../finding.ts'
import type { Rule } from '../rule.ts'

/** Commercial regions that give an account fewer zones than a stage may ask for; all others give three or more. */
const zonesOf: Record<string, number> = { 'us-west-1': 2 }

/** Zones are chosen by number, and a number that a region does not have fails when the network is made. */
export const zonesAreThere: Rule = ({ stage, place }): Finding[] => {
  const given = zonesOf[place.region] ?? 3
  if (stage.network.zones <= given) return []
  return [
    {
      id: 'zones',
      severity: 'error',
      stack: `baton-${stage.name}-network`,
      says: `${place.region} gives an account ${given} zones, and the stage asks for ${stage.network.zones}`,
      mend: 'Set network.zones to 2 in stages.ts, or choose another region.',
    },
  ]
}
