import type { Endpoint } from '../endpoint.ts'
import { downloadFile } from './files/download-file.ts'
import { finishUpload } from './files/finish-upload.ts'
import { startUpload } from './files/start-upload.ts'
import { uploadFile } from './files/upload-file.ts'
import { openLive } from './live/open-live.ts'
import { getMail } from './mails/get-mail.ts'
import { listMails } from './mails/list-mails.ts'
import { verify } from './operations/verify.ts'
import { addMember } from './people/add-member.ts'
import { changeGroup } from './people/change-group.ts'
import { changeMember } from './people/change-member.ts'
import { createGroup } from './people/create-group.ts'
import { listPeople } from './people/list-people.ts'
import { addTask } from './processes/add-task.ts'
import { amendKickoff } from './processes/amend-kickoff.ts'
import { archiveProcess } from './processes/archive-process.ts'
import { cancelProcess } from './processes/cancel-process.ts'
import { comment } from './processes/comment.ts'
import { countMilestones } from './processes/count-milestones.ts'
import { countProcesses } from './processes/count-processes.ts'
import { getProcess } from './processes/get-process.ts'
import { launchProcess } from './processes/launch-process.ts'
import { listEvents } from './processes/list-events.ts'
import { listProcesses } from './processes/list-processes.ts'
import { renameProcess } from './processes/rename-process.ts'
import { unarchiveProcess } from './processes/unarchive-process.ts'
import { unwatchProcess } from './processes/unwatch-process.ts'
import { watchProcess } from './processes/watch-process.ts'
import { search } from './search/search.ts'
import { changePassword } from './session/change-password.ts'
import { changePreferences } from './session/change-preferences.ts'
import { createAccessToken } from './session/create-access-token.ts'
import { getMe } from './session/get-me.ts'
import { listAccessTokens } from './session/list-access-tokens.ts'
import { revokeAccessToken } from './session/revoke-access-token.ts'
import { signIn } from './session/sign-in.ts'
import { signOut } from './session/sign-out.ts'
import { assignTask } from './tasks/assign-task.ts'
import { changeDeadline } from './tasks/change-deadline.ts'
import { completeTask } from './tasks/complete-task.ts'
import { countTasks } from './tasks/count-tasks.ts'
import { listTasks } from './tasks/list-tasks.ts'
import { reopenTask } from './tasks/reopen-task.ts'
import { reportProblem } from './tasks/report-problem.ts'
import { resolveProblem } from './tasks/resolve-problem.ts'
import { saveDraft } from './tasks/save-draft.ts'
import { archiveTemplate } from './templates/archive-template.ts'
import { createTemplate } from './templates/create-template.ts'
import { getTemplateVersion } from './templates/get-template-version.ts'
import { getTemplate } from './templates/get-template.ts'
import { listTemplates } from './templates/list-templates.ts'
import { publishTemplate } from './templates/publish-template.ts'
import { restoreTemplate } from './templates/restore-template.ts'
import { saveTemplateDraft } from './templates/save-template-draft.ts'

/** Every endpoint that is served; a test compares it with the contract. */
export const endpoints: readonly Endpoint[] = [
  downloadFile,
  uploadFile,
  startUpload,
  finishUpload,
  openLive,
  getMail,
  listMails,
  verify,
  addMember,
  changeGroup,
  changeMember,
  createGroup,
  listPeople,
  addTask,
  amendKickoff,
  archiveProcess,
  cancelProcess,
  comment,
  countMilestones,
  countProcesses,
  getProcess,
  launchProcess,
  listEvents,
  listProcesses,
  renameProcess,
  unarchiveProcess,
  unwatchProcess,
  watchProcess,
  search,
  changePassword,
  changePreferences,
  createAccessToken,
  getMe,
  listAccessTokens,
  revokeAccessToken,
  signIn,
  signOut,
  assignTask,
  changeDeadline,
  completeTask,
  countTasks,
  listTasks,
  reopenTask,
  reportProblem,
  resolveProblem,
  saveDraft,
  archiveTemplate,
  createTemplate,
  getTemplateVersion,
  getTemplate,
  listTemplates,
  publishTemplate,
  restoreTemplate,
  saveTemplateDraft,
]
