/**
 * One file for each thing a person or a job can do: where the engine meets the database.
 * @module
 */
export * from './jobs.ts'
export { jobsThatFollow } from './jobs-that-follow.ts'
export type { CommandContext } from './context.ts'
export { changeProcess, type ProcessChange } from './change-process.ts'
export { launchProcess } from './launch-process.ts'
export { createOrganization } from './create-organization.ts'
export { addMember } from './add-member.ts'
export { changeMember, type MemberChange } from './change-member.ts'
export { changeGroup, createGroup } from './groups.ts'
export { createTemplate } from './create-template.ts'
export { saveTemplateDraft } from './save-template-draft.ts'
export { publishTemplate } from './publish-template.ts'
export { archiveTemplate } from './archive-template.ts'
