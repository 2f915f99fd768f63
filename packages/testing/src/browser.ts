import { spawn } from 'node:child_process'
import { createReadStream, createWriteStream } from 'node:fs'
import { lstat, mkdir, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { buffer, text } from 'node:stream/consumers'
import { pipeline } from 'node:stream/promises'
import { createBrotliDecompress } from 'node:zlib'
import { architecture, environment, ownUid, platform } from '@baton/runtime'
import type { Browser } from 'playwright-core'
import { chromium } from 'playwright-core'

/**
 * Starts a real Chromium without a window. On Linux x64 it comes from npm with all it needs, so nothing has to be
 * installed; elsewhere it is the one that `npx playwright install chromium` left, or the program that CHROMIUM_PATH names.
 * Close it when done: `await browser.close()`.
 */
export async function launchBrowser(): Promise<Browser> {
  const named = environment.CHROMIUM_PATH
  // Pages of ours only, often as root, where Chromium's own sandbox does not work.
  const args = ['--no-sandbox', '--font-render-hinting=none']
  if (named || platform !== 'linux' || architecture !== 'x64') return chromium.launch({ executablePath: named, args })
  const folder = await unpackedChromium()
  return chromium.launch({
    executablePath: path.join(folder, 'chromium'),
    args: [...args, '--use-gl=angle', '--use-angle=swiftshader', '--enable-unsafe-swiftshader'],
    env: {
      ...definedOnly(environment),
      FONTCONFIG_FILE: path.join(folder, 'fonts.conf'),
      LD_LIBRARY_PATH: path.join(folder, 'lib'),
    },
  })
}

/** The unpacked browser, about 220 MB in the temporary directory; unpacked once for each version. */
async function unpackedChromium(): Promise<string> {
  const require = createRequire(import.meta.url)
  const packed = path.join(path.dirname(path.dirname(require.resolve('@sparticuz/chromium'))), 'bin')
  const manifest = await readFile(path.join(packed, '..', 'package.json'), 'utf8')
  const { version } = JSON.parse(manifest) as { version: string }
  const folder = path.join(tmpdir(), `baton-chromium-${version}-${ownUid ?? 'user'}`)
  if (await isOurs(folder)) return folder
  const unfinished = await mkdtemp(`${folder}-`)
  await Promise.all([
    unpackProgram(path.join(packed, 'chromium.br'), path.join(unfinished, 'chromium')),
    ...['al2023', 'fonts', 'swiftshader'].map((name) => unpackTar(path.join(packed, `${name}.tar.br`), unfinished)),
  ])
  await writeFile(path.join(unfinished, 'fonts.conf'), fontsOf(folder))
  await mkdir(path.join(unfinished, 'fonts-cache'), { recursive: true })
  // Tests that run side by side may both unpack; the first to finish wins.
  await rename(unfinished, folder).catch(async (error: unknown) => {
    await rm(unfinished, { recursive: true, force: true })
    if (!(await isOurs(folder))) throw error
  })
  return folder
}

/** Anyone may put a folder of this name into the temporary directory; only one of our own is run. */
async function isOurs(folder: string): Promise<boolean> {
  const found = await lstat(folder).catch(() => undefined)
  return found !== undefined && found.isDirectory() && (ownUid === undefined || found.uid === ownUid)
}

const unpackProgram = (from: string, to: string) =>
  pipeline(createReadStream(from), createBrotliDecompress(), createWriteStream(to, { mode: 0o755 }))

async function unpackTar(from: string, folder: string): Promise<void> {
  const tar = spawn('tar', ['-x', '-C', folder, '--no-same-owner'], { stdio: ['pipe', 'ignore', 'pipe'] })
  const said = text(tar.stderr)
  const ended = new Promise<number | null>((resolve, reject) => {
    tar.on('error', reject)
    tar.on('close', resolve)
  })
  // tar stops reading at the end mark and does not wait for what is filled up after it.
  tar.stdin.on('error', () => {})
  tar.stdin.end(await buffer(createReadStream(from).pipe(createBrotliDecompress())))
  if ((await ended) !== 0) throw new Error(`${path.basename(from)} could not be unpacked: ${await said}`)
}

/** The fonts that come with the browser first, so that pages look alike everywhere; then those of the system. */
const fontsOf = (folder: string) => `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <dir>${folder}/fonts</dir>
  <dir>/usr/share/fonts</dir>
  <cachedir>${folder}/fonts-cache</cachedir>
</fontconfig>
`

function definedOnly(from: Readonly<Record<string, string | undefined>>): Record<string, string> {
  return Object.fromEntries(Object.entries(from).filter((entry): entry is [string, string] => entry[1] !== undefined))
}
