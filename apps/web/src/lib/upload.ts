import type { FileAnswer } from '@baton/engine'
import { addressOf, ApiError, files } from '@baton/contract'
import { newKey, write } from './api.ts'

/** Sends a file and gives what the answer of a file field keeps of it. `part` goes from 0 to 1. */
export type Upload = (file: File, onProgress: (part: number) => void, signal: AbortSignal) => Promise<FileAnswer>

/** Straight to where files lie when the server knows a way there, else through the server. */
export const uploadFile: Upload = async (file, onProgress, signal) => {
  const { name, size } = file
  // What is empty is refused by the server in its own words.
  const { id, straight } =
    size > 0 ? await write(files.startUpload, { body: { name, size }, signal }) : { id: '', straight: undefined }
  if (!straight) {
    const body = new FormData()
    body.append('file', file, name)
    const headers = { accept: 'application/json', 'idempotency-key': newKey() }
    const sent = await send('POST', addressOf(files.uploadFile), headers, body, onProgress, signal)
    if (sent.status < 300) return sent.response as FileAnswer
    throw new ApiError(sent.status, (sent.response ?? {}) as object)
  }
  const { status } = await send(straight.method, straight.url, straight.headers, file, onProgress, signal)
  if (status >= 300) throw unreachable()
  return write(files.finishUpload, { params: { fileId: id }, body: { name }, signal })
}

/** By XMLHttpRequest, because fetch does not tell how far a request has gone. */
function send(
  method: string,
  url: string,
  headers: Record<string, string>,
  body: FormData | File,
  onProgress: (part: number) => void,
  signal: AbortSignal,
): Promise<XMLHttpRequest> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest()
    request.open(method, url)
    for (const [name, value] of Object.entries(headers)) request.setRequestHeader(name, value)
    request.responseType = 'json'
    request.upload.addEventListener('progress', ({ loaded, total }) => onProgress(total > 0 ? loaded / total : 0))
    request.addEventListener('load', () => resolve(request))
    request.addEventListener('error', () => reject(unreachable()))
    request.addEventListener('abort', () => reject(new DOMException('The upload was stopped.', 'AbortError')))
    signal.addEventListener('abort', () => request.abort())
    request.send(body)
  })
}

const unreachable = () => new ApiError(0, { code: 'unreachable', detail: 'The server could not be reached.' })
