import { Fn, NestedStack, Tags, type StackProps } from 'aws-cdk-lib'
import type { Construct } from 'constructs'
import type { Place, Stage } from './stages.ts'

/** What every part needs to know; each adds the other parts it stands on, by name. */
export interface PartProps {
  stage: Stage
  place: Place
}

/**
 * A nested stack of the main stack: one thing the cloud carries, with its alarms.
 *
 * Parts are made in the order of `main-stack.ts` and refer backwards only; that is what keeps their templates free of
 * circles.
 */
export abstract class Part extends NestedStack {
  readonly stage: Stage
  readonly place: Place

  constructor(scope: Construct, id: string, props: PartProps, description: string) {
    super(scope, id, { description } satisfies StackProps)
    this.stage = props.stage
    this.place = props.place
    Tags.of(this).add('baton:part', id.toLowerCase())
  }

  /**
   * Zones by number, since their names differ from account to account.
   * Named here because CDK would otherwise assume two wherever it does not know the account.
   */
  override get availabilityZones(): string[] {
    return Array.from({ length: this.stage.network.zones }, (_, index) => Fn.select(index, Fn.getAzs()))
  }
}
