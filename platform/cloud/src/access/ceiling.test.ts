import { describe, expect, test } from 'vitest'
import { stages } from '../stages.ts'
import { resourcesOf, synthesized, templateOf } from '../testing.ts'

interface Statement {
  Effect: string
  Action?: string | string[]
}

const actionsOf = (documents: unknown[]): string[] =>
  documents.flatMap((document) =>
    ((document as { Statement?: Statement[] } | undefined)?.Statement ?? [])
      .filter(({ Effect }) => Effect === 'Allow')
      .flatMap(({ Action }) => Action ?? []),
  )

describe.each(stages)('the roles of $name', ({ name }) => {
  // A right that the ceiling cuts off looks granted and fails in the night in which it is needed.
  test('are given nothing that their ceiling would cut off', { timeout: 120_000 }, () => {
    const made = synthesized(name)
    const ceiling = actionsOf(
      resourcesOf(templateOf(made, 'boundary'), 'AWS::IAM::ManagedPolicy').map(
        (each) => each.Properties?.['PolicyDocument'],
      ),
    )
    const within = (action: string) =>
      ceiling.some((each) => each === action || (each.endsWith('*') && action.startsWith(each.slice(0, -1))))
    const cutOff = [...made.templates].flatMap(([stack, template]) => {
      const policies = ['AWS::IAM::Policy', 'AWS::IAM::RolePolicy'].flatMap((type) => resourcesOf(template, type))
      const inline = resourcesOf(template, 'AWS::IAM::Role').flatMap(
        ({ Properties }) => (Properties?.['Policies'] ?? []) as { PolicyDocument: unknown }[],
      )
      return actionsOf([
        ...policies.map((each) => each.Properties?.['PolicyDocument']),
        ...inline.map((each) => each.PolicyDocument),
      ])
        .filter((action) => !within(action))
        .map((action) => `${stack}: ${action}`)
    })
    expect(cutOff).toEqual([])
  })
})
