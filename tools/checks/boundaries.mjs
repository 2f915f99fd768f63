import { readFileSync } from 'node:fs'
import { isBuiltin } from 'node:module'
import path from 'node:path'
import { parseAst } from 'rolldown/parseAst'
import { root } from '../prepare.mjs'
import { sourceFiles } from './files.mjs'
import { apart, places } from './rules.mjs'

/** Every import that crosses a boundary it should not, one to a line; nothing when there is none. */
export function checkBoundaries() {
  const faults = sourceFiles().flatMap((file) =>
    importsOf(file, readFileSync(path.join(root, file), 'utf8')).flatMap((wanted) => {
      const fault = judge(file, wanted)
      return fault ? [`${file} imports ${wanted}\n  ${fault}`] : []
    }),
  )
  return faults.length > 0 ? faults.join('\n') : undefined
}

/** What a file imports, as written: also types, re-exports and `import()` with a plain text. */
export function importsOf(file, text) {
  let lang = 'ts'
  if (/\.m?js$/.test(file)) lang = 'js'
  if (file.endsWith('x')) lang = 'tsx'
  const found = new Set()
  const look = (node) => {
    if (!node || typeof node !== 'object') return
    if (Array.isArray(node)) return node.forEach(look)
    const { type, source } = node
    const imports = /^(Import|ExportNamed|ExportAll)Declaration$|^(ImportExpression|TSImportType)$/.test(type ?? '')
    const wanted = source ?? node.argument?.literal
    if (imports && typeof wanted?.value === 'string') found.add(wanted.value)
    for (const key in node) if (key !== 'type' && typeof node[key] === 'object') look(node[key])
  }
  look(parseAst(text, { lang }, file))
  return [...found]
}

/**
 * Whether a file may import this, apart from what its code does with it.
 * @returns what is wrong and what to do instead; nothing when it may
 */
export function judge(file, wanted) {
  const home = Object.keys(places).find((place) => file.startsWith(`${place}/`))
  if (!home)
    return `No rule says what ${file.split('/').slice(0, 2).join('/')} may import. Add it to tools/checks/rules.mjs.`
  const test = /\.(test|bench|fixture)\.tsx?$|\/testing\.ts$|\/(test|fixtures)\//.test(file)
  if (wanted.startsWith('.')) return judgeRelative(file, home, path.posix.join(path.posix.dirname(file), wanted))
  if (wanted.startsWith('@baton/')) return judgeOurs(file, home, wanted, test)
  return judgeOutside(file, home, wanted, test)
}

function judgeRelative(file, home, target) {
  if (!target.startsWith(`${home}/`) && places[home].ours !== 'any') {
    return 'A relative import stays inside its package. Import another package by its name, @baton/….'
  }
  for (const { from, to, sameAllowed, word } of apart) {
    const [, mine] = file.match(from) ?? []
    const match = file.match(from) && target.match(to)
    if (match && !(sameAllowed && match[1] === mine)) return word
  }
  return undefined
}

function judgeOurs(file, home, wanted, test) {
  const [, name, inside] = wanted.match(/^@baton\/([^/]+)(\/.*)?$/)
  if (inside) return `Import @baton/${name} itself; what is not exported from its index.ts is its own business.`
  const { ours, also = {}, word } = places[home]
  if (`packages/${name}` === home) return 'Inside the package, import the file that holds it.'
  if (ours === 'any') return undefined
  if (test && name === 'testing') return undefined
  if (!places[`packages/${name}`]) return 'Nothing imports an app. Move what is shared into a package.'
  if (name === 'testing') return 'Only tests import @baton/testing.'
  const folder = Object.keys(also).find((place) => file.startsWith(`${place}/`))
  const allowed = [...ours, ...(folder ? also[folder] : [])]
  // A test goes through the doors of the whole house: it may arrange with any package.
  return allowed.includes(name) || test ? undefined : word
}

const declared = new Map()

/** Packages that a place says it needs; tests may also use those of the root. */
function declaredIn(home) {
  if (!declared.has(home)) {
    const text = readFileSync(path.join(root, home, 'package.json'), 'utf8')
    const { dependencies, devDependencies, optionalDependencies, peerDependencies } = JSON.parse(text)
    declared.set(home, {
      always: Object.keys({ ...dependencies, ...optionalDependencies, ...peerDependencies }),
      tests: Object.keys(devDependencies ?? {}),
    })
  }
  return declared.get(home)
}

function judgeOutside(file, home, wanted, test) {
  const { noNode, outside, word } = places[home]
  // What sets up a build runs on Node, whatever it builds.
  if (file.endsWith('.config.ts')) return undefined
  if (isBuiltin(wanted)) return (noNode || outside) && !test ? word : undefined
  if (test || places[home].ours === 'any') return undefined
  const name = wanted.split('/', wanted.startsWith('@') ? 2 : 1).join('/')
  if (outside && !outside.includes(name)) return word
  const { always, tests } = declaredIn(home)
  if (always.includes(name) || tests.includes(`@types/${name}`)) return undefined
  // The web app is bundled, so the tools that build it stand beside what it holds.
  if (tests.includes(name) && home === 'apps/web') return undefined
  return `${name} is not among the dependencies of ${home}/package.json. Add it there, in the version the others use.`
}
