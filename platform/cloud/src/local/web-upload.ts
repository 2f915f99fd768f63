import { readFile } from 'node:fs/promises'
import path from 'node:path'

/** What a manifest says of each file of the web app. */
type Manifest = { files: { path: string; contentType: string; cacheControl: string; order: number }[] }

/**
 * Puts a packaged web app into its bucket in the order of its manifest: what a page needs before the page that names it.
 * @param folder as `npm run package` makes it
 * @throws Error when the bucket does not take a file
 */
export async function uploadWebApp(folder: string, bucket: string): Promise<void> {
  const manifest = JSON.parse(await readFile(path.join(folder, 'manifest.json'), 'utf8')) as Manifest
  for (const { path: file, contentType, cacheControl } of manifest.files.toSorted((a, b) => a.order - b.order)) {
    const answer = await fetch(`${bucket}/${file}`, {
      method: 'PUT',
      headers: { 'content-type': contentType, 'cache-control': cacheControl },
      body: await readFile(path.join(folder, file)),
    })
    if (!answer.ok) throw new Error(`The bucket did not take ${file}: ${answer.status} ${await answer.text()}`)
  }
}
