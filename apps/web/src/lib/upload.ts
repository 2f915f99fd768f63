import type { FileAnswer } from '@baton/engine'
import { addressOf, ApiError, files } from '@baton/contract'
import { newKey } from './api.ts'

/** Sends a file and gives what the answer of a file field keeps of it. `part` goes from 0 to 1. */
export type Upload = (file: File, onProgress: (part: number) => void, signal: AbortSignal) => Promise<FileAnswer>

/** By XMLHttpRequest, because fetch does not tell how far a request has gone. */
export const uploadFile: Upload = (file, onProgress, signal) =>
  new Promise((resolve, reject) => {
    const request = new XMLHttpRequest()
    const body = new FormData()
    body.append('file', file, file.name)
    request.open('POST', addressOf(files.uploadFile))
    request.setRequestHeader('accept', 'application/json')
    request.setRequestHeader('idempotency-key', newKey())
    request.responseType = 'json'
    request.upload.addEventListener('progress', ({ loaded, total }) => onProgress(total > 0 ? loaded / total : 0))
    request.addEventListener('load', () => {
      if (request.status < 300) resolve(request.response as FileAnswer)
      else reject(new ApiError(request.status, (request.response ?? {}) as object))
    })
    request.addEventListener('error', () =>
      reject(new ApiError(0, { code: 'unreachable', detail: 'The server could not be reached.' })),
    )
    request.addEventListener('abort', () => reject(new DOMException('The upload was stopped.', 'AbortError')))
    signal.addEventListener('abort', () => request.abort())
    request.send(body)
  })
