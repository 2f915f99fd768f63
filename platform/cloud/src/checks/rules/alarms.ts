import { existsSync } from 'node:fs'
import { asList, fault, type Rule } from '../rule.ts'

const repository = new URL('../../../../../', import.meta.url)

/** Nobody is woken without being told what to do, and every alarm tells somebody. */
export const alarmsHaveRunbooks: Rule = ({ linked }) =>
  linked.of('AWS::CloudWatch::Alarm', 'AWS::CloudWatch::CompositeAlarm').flatMap((placed) => {
    const { AlarmDescription, AlarmActions, Namespace } = placed.properties
    // Made for a scaling policy, which is whom it tells.
    const scales = asList(AlarmActions).some((action) => /scalingPolicy/i.test(String(action)))
    if (scales && Namespace !== undefined) return []
    const runbook = /^runbook: (?<page>docs\/runbooks\/[a-z0-9-]+\.md)$/m.exec(String(AlarmDescription))?.groups?.[
      'page'
    ]
    return [
      ...(runbook && existsSync(new URL(runbook, repository))
        ? []
        : [
            fault(
              'alarm-runbook',
              placed,
              runbook ? `${runbook} does not exist` : 'It names no runbook',
              'Write the page, and make alarms by alarm() of alarms.ts.',
              'AlarmDescription',
            ),
          ]),
      ...(asList(AlarmActions).length > 0 || /silent: /.test(String(AlarmDescription))
        ? []
        : [fault('alarm-runbook', placed, 'It tells nobody', 'Give it the topic of its severity.', 'AlarmActions')]),
    ]
  })
