import type { Rule } from '../rule.ts'
import { alarmsHaveRunbooks } from './alarms.ts'
import { beanstalk } from './beanstalk.ts'
import { beanstalkValues } from './beanstalk-values.ts'
import { cidrSanity } from './cidr.ts'
import { frontDoor } from './front-door.ts'
import { leastPrivilege } from './iam.ts'
import { networkAcl } from './acl.ts'
import { noFixedNames } from './names.ts'
import { noPlainSecrets } from './secrets.ts'
import { platformAge } from './platform-age.ts'
import { publicExposure } from './exposure.ts'
import { securityGroups } from './groups.ts'
import { sqsdTimes } from './sqsd.ts'
import { stateIsKept } from './state.ts'
import { tagged } from './tags.ts'
import { templateSize } from './size.ts'
import { wayOut } from './way-out.ts'
import { zonesAreThere } from './zones.ts'

/** What neither CloudFormation's validator nor cdk-nag sees, one file each. */
export const rules: Rule[] = [
  alarmsHaveRunbooks,
  beanstalk,
  beanstalkValues,
  cidrSanity,
  frontDoor,
  leastPrivilege,
  networkAcl,
  noFixedNames,
  noPlainSecrets,
  platformAge,
  publicExposure,
  securityGroups,
  sqsdTimes,
  stateIsKept,
  tagged,
  templateSize,
  wayOut,
  zonesAreThere,
]
