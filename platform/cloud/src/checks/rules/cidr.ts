import { includes, isAligned, overlaps, rangeOf, textOf } from '../../reach/address.ts'
import { fault, textsIn, type Rule } from '../rule.ts'
import type { Finding } from '../finding.ts'

const id = 'cidr-sanity'

/** Ranges are ranges, subnets lie in their network and beside each other, and stages beside each other. */
export const cidrSanity: Rule = ({ linked, stages, stage, place }) => {
  const ranges = linked.resources.flatMap((placed) =>
    textsIn(placed.properties)
      .filter(({ path, text }) => /(?:cidr|addresses)/i.test(path) && /^[\d.]+\/\d+$/.test(text))
      .flatMap(({ path, text }): Finding[] => {
        const range = rangeOf(text)
        if (!range)
          return [
            fault(
              id,
              placed,
              `${text} is no range of addresses`,
              'Write four numbers up to 255 and a length up to 32.',
              path,
            ),
          ]
        if (isAligned(range)) return []
        const aligned = range.first - (range.first % 2 ** (32 - range.bits))
        return [
          fault(
            id,
            placed,
            `${text} has bits set behind its length`,
            `Write ${textOf(aligned)}/${range.bits}, or lengthen it.`,
            path,
          ),
        ]
      }),
  )
  const vpcs = linked.of('AWS::EC2::VPC').flatMap(({ properties }) => rangeOf(String(properties['CidrBlock'])) ?? [])
  const subnets = linked.of('AWS::EC2::Subnet').flatMap((placed) => {
    const range = rangeOf(String(placed.properties['CidrBlock']))
    return range ? [{ placed, range }] : []
  })
  const outside = subnets
    .filter(({ range }) => vpcs.length > 0 && !vpcs.some((vpc) => includes(vpc, range)))
    .map(({ placed }) =>
      fault(id, placed, 'The subnet lies outside of its network', 'Take its range from that of the network.'),
    )
  const crossing = subnets.flatMap(({ placed, range }, index) =>
    subnets
      .slice(index + 1)
      .filter((other) => overlaps(range, other.range))
      .map((other) =>
        fault(id, placed, `The subnet overlaps ${other.placed.id}`, 'Give each subnet a range of its own.'),
      ),
  )
  const own = rangeOf(stage.network.cidr)
  const shared = stages
    .filter((other) => other.name !== stage.name)
    .filter((other) => {
      const range = rangeOf(other.network.cidr)
      return own && range && overlaps(own, range)
    })
    .map((other): Finding => ({
      id,
      severity: 'error',
      stack: `baton-${stage.name}`,
      says: `${stage.network.cidr} of ${stage.name} in ${place.region} overlaps ${other.network.cidr} of ${other.name}`,
      mend: 'Give each stage a range of its own in stages.ts, so that they can be joined one day.',
    }))
  return [...ranges, ...outside, ...crossing, ...shared]
}
