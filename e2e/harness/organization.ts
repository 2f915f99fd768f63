import {
  addMember,
  changeProcess,
  createOrganization,
  createTemplate,
  launchProcess,
  type ProcessChange,
  publishTemplate,
} from '@baton/commands'
import type { AnswersInput, MemberActor, Process, TemplateDocument } from '@baton/engine'
import type { Baton } from './baton.ts'

/** Everyone's in these organizations. */
export const password = 'a quiet long password'

export type Person = { actor: MemberActor; id: string; name: string; email: string }

/** An organization of three, made through the commands, and what they did before a journey begins. */
export type Organization = {
  /** Administrator. */
  ana: Person
  tom: Person
  mara: Person
  /** @returns the id of the published template */
  publish(by: Person, document: TemplateDocument): Promise<string>
  launch(by: Person, templateId: string, given?: { name?: string; answers?: AnswersInput }): Promise<Process>
  change(by: Person, processId: string, command: ProcessChange): Promise<Process>
}

let founded = 0

export async function foundOrganization({ ctx }: Baton): Promise<Organization> {
  founded += 1
  const passwordHash = await ctx.passwords.hash(password)
  const emailOf = (name: string) => `${name.toLowerCase().replace(' ', '.')}.${founded}@example.org`
  const first = { name: 'Ana Ferreira', email: emailOf('Ana Ferreira') }
  const actor = await createOrganization(ctx, {
    name: 'Hollis & Ward',
    timeZone: 'Europe/Zurich',
    locale: 'en-GB',
    administrator: { ...first, passwordHash },
  })
  const hire = async (name: string, jobTitle: string): Promise<Person> => {
    const email = emailOf(name)
    const id = await addMember(ctx, { actor, name, email, role: 'member', jobTitle, passwordHash })
    return { actor: { ...actor, id, role: 'member' }, id, name, email }
  }
  return {
    ana: { actor, id: actor.id, ...first },
    tom: await hire('Tom Berger', 'Accountant'),
    mara: await hire('Mara Lindqvist', 'Head of operations'),
    async publish(by, document) {
      const templateId = await createTemplate(ctx, { actor: by.actor, document })
      await publishTemplate(ctx, { actor: by.actor, templateId, draftRevision: 1 })
      return templateId
    },
    async launch(by, templateId, { name, answers = {} } = {}) {
      const { process } = await launchProcess(ctx, { actor: by.actor, templateId, name, answers })
      return process
    },
    async change(by, processId, command) {
      const { process } = await changeProcess(ctx, { actor: by.actor, processId, command })
      return process
    },
  }
}
