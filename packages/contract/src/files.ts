import { FileAnswer } from '@baton/engine'
import Type from 'typebox'
import { closed, Id } from './common.ts'
import { route } from './route.ts'

const FileName = Type.String({ minLength: 1, maxLength: 1000 })

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
/**
 * Asks where to send a file. With `straight` in the answer: send the bytes there as it says, and then finish the upload.
 * Without it: upload the file here.
 */
export const startUpload = route({
  method: 'POST',
  path: '/files/uploads',
  summary: 'Start to upload a file',
  tag: 'Files',
  access: 'member',
  status: 201,
  body: Type.Object({ name: FileName, size: Type.Integer({ minimum: 1 }) }, closed),
  response: Type.Object(
    {
      /** Of the file to be. */
      id: Id,
      straight: Type.Optional(
        Type.Object(
          { method: Type.Literal('PUT'), url: Type.String(), headers: Type.Record(Type.String(), Type.String()) },
          closed,
        ),
      ),
    },
    closed,
  ),
})
/** Takes in a file that was sent straight to where files lie. Answers as an upload here does. */
export const finishUpload = route({
  method: 'POST',
  path: '/files/uploads/:fileId/completion',
  summary: 'Finish the upload of a file',
  tag: 'Files',
  access: 'member',
  status: 201,
  params: Type.Object({ fileId: Id }, closed),
  body: Type.Object({ name: FileName }, closed),
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
