import { mkdir, stat } from 'node:fs/promises'
import path from 'node:path'

/**
 * Makes a folder and those above it; nothing when it exists. Unlike `mkdir` with `recursive`, it ends on file systems
 * that deny that a folder is there (`/proc`), and names the true cause on one that is read-only.
 * @throws the error of the operating system
 */
export async function makeFolder(folder: string): Promise<void> {
  if (await isFolder(folder)) return
  const parent = path.dirname(folder)
  if (parent !== folder && !(await isFolder(parent))) await makeFolder(parent)
  await mkdir(folder).catch(async (error: unknown) => {
    if (!(await isFolder(folder))) throw error
  })
}

async function isFolder(place: string): Promise<boolean> {
  const found = await stat(place).catch(() => undefined)
  return found?.isDirectory() ?? false
}
