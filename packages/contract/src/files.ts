import { FileAnswer } from '@baton/engine'
import Type from 'typebox'
import { closed, Id } from './common.ts'
import { route } from './route.ts'

/** `multipart/form-data` with one part `file`, at most 50 MB. The answer of a file field is a list of what this returns. */
export const uploadFile = route({
  method: 'POST',
  path: '/files',
  summary: 'Upload a file',
  tag: 'Files',
  access: 'member',
  status: 201,
  accepts: 'multipart/form-data',
  response: FileAnswer,
})
/** Always as an attachment, never shown in the page's own origin. */
export const downloadFile = route({
  method: 'GET',
  path: '/files/:fileId',
  summary: 'Download a file',
  tag: 'Files',
  access: 'member',
  params: Type.Object({ fileId: Id }, closed),
  media: 'application/octet-stream',
})
