import { Aws, Fn } from 'aws-cdk-lib'
import type { Stage } from '../stages.ts'

/**
 * The name of the server among all of the account: the stage and the number of the stack that made it, so that a second
 * copy never collides. It is known before the server is there, so its log group can be.
 */
export const identifierOf = (stage: Stage): string =>
  Fn.join('-', ['baton', stage.name, Fn.select(2, Fn.split('/', Aws.STACK_ID))])
