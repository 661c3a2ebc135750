import ts from 'typescript'
import { describe, expect, test } from 'vitest'
import { declaredNames, each, functionsOf, importsOf, projectFiles, sources, textOf } from './kit/source'
import type { Source } from './kit/source'

/** The floor plan of the README as a check: who may import whom, how big things may grow, which words are ours. */
const all = sources()
const under = (...folders: readonly string[]) => all.filter(({ path }) => folders.some((room) => path.startsWith(room)))

/** Longest folder first: a file lives in the first room that fits. The lists say which rooms it may look into. */
const rooms: readonly (readonly [folder: string, may: readonly string[]])[] = [
  ['lib/model/', []],
  ['lib/sync/', ['lib/model/']],
  ['lib/pairs/', ['lib/model/']],
  ['lib/insight/', ['lib/model/']],
  ['lib/text/', ['lib/model/']],
  ['lib/http/', ['lib/model/']],
  ['lib/connectors/index.ts', ['lib/model/', 'lib/connectors/']],
  ['lib/connectors/', ['lib/model/', 'lib/http/']],
  ['drizzle/', ['lib/model/']],
  ['lib/env.ts', []],
  ['lib/store/', ['lib/model/', 'drizzle/', 'lib/env']],
  ['lib/mail/', ['lib/model/', 'lib/text/', 'lib/env']],
  ['lib/executor/', ['lib/model/', 'lib/store/db', 'drizzle/', 'lib/env']],
  ['lib/engine/', ['lib/model/', 'lib/sync/', 'lib/pairs/', 'lib/connectors', 'lib/http/', 'lib/store/']],
  ['lib/auth/', ['lib/model/', 'lib/store/', 'lib/env', 'lib/connectors']],
  [
    'lib/service/',
    [
      'lib/model/',
      // What screens show is derived; deciding stays with the engine.
      ...[
        'direction',
        'state',
        'standing',
        'count',
        'title',
        'keys',
        'apart',
        'resolve',
        'scope',
        'suggest',
        'sample',
      ].map((name) => `lib/sync/${name}`),
      'lib/pairs/',
      'lib/insight/',
      'lib/connectors',
      'lib/store/',
      'lib/engine/',
      'lib/mail/',
      'lib/auth/',
      'lib/env',
    ],
  ],
  ['inngest/', ['lib/service/', 'lib/engine/', 'lib/model/']],
  ['app/api/inngest/', ['inngest/']],
  // The one place that hands `emit` to the verbs, so that nothing below looks up at the jobs.
  ['app/_server/', ['lib/service/', 'lib/auth/', 'lib/text/', 'lib/model/', 'inngest/']],
  ['app/', ['lib/service/', 'lib/auth/', 'lib/text/', 'lib/model/']],
  ['proxy.ts', ['lib/auth/']],
  ['instrumentation.ts', ['lib/executor/']],
  ['next.config.ts', []],
  ['sandbox/', []],
  ['gateway/', []],
]
/** The yard: proof and demo may reach every room. */
const yard = ['test/', 'demo/', 'eslint.config.mjs', 'vitest.config.ts']

const roomOf = (path: string) => rooms.find(([folder]) => path.startsWith(folder))
const vendorFolder = (path: string) => /^lib\/connectors\/([^/]+)\//.exec(path)?.[1]

function trespasses(source: Source): readonly string[] {
  const room = roomOf(source.path)
  if (!room) return yard.some((folder) => source.path.startsWith(folder)) ? [] : [`${source.path} stands in no room`]
  const [folder, may] = room
  return importsOf(source)
    .filter((name) => name.startsWith('./'))
    .map((name) => name.slice(2))
    .filter((target) => !stays(source.path, folder, target) && !may.some((open) => leads(open, target)))
    .map((target) => `${source.path} imports ${target}`)
}

/** A folder (with its slash) opens all that is in it, a file only itself. */
const leads = (open: string, target: string): boolean =>
  open.endsWith('/') ? `${target}/`.startsWith(open) : target === open || target === `${open}/index`

function stays(path: string, folder: string, target: string): boolean {
  const vendor = vendorFolder(path)
  return leads(vendor === undefined ? folder : `lib/connectors/${vendor}/`, target)
}

describe('the floor plan', () => {
  test('no room imports from a room above or beside it', () => {
    expect(all.flatMap(trespasses)).toEqual([])
  })

  test('the words at the bottom of the house need nothing but the schema library', () => {
    const foreign = under('lib/model/').flatMap((source) =>
      importsOf(source)
        .filter((name) => !name.startsWith('./lib/model/') && !['zod', 'libphonenumber-js/min'].includes(name))
        .map((name) => `${source.path} imports ${name}`),
    )
    expect(foreign).toEqual([])
  })

  test('simulators and the gateway share no code with us, so that a wrong belief cannot hide in its twin', () => {
    const aliased = under('sandbox/', 'gateway/').filter(({ text }) => /from '@\//.test(text))
    expect(aliased.map(({ path }) => path)).toEqual([])
  })

  test('a page never speaks to the database, to a vendor or to the core', () => {
    const low = /^(drizzle-orm|pg|@electric-sql|@neondatabase)/
    const found = under('app/', 'lib/service/', 'lib/engine/', 'lib/sync/').flatMap((source) =>
      importsOf(source)
        .filter((name) => low.test(name))
        .map((name) => `${source.path} imports ${name}`),
    )
    expect(found).toEqual([])
  })
})

describe('sizes', () => {
  const grows = /^(drizzle\/migrations\/|lib\/text\/|sandbox\/[^/]+\/seed)/

  test('no file is longer than 300 lines, none of the core longer than 150', () => {
    const long = all
      .filter(({ path }) => !grows.test(path))
      .filter(({ path, lines }) => lines > (path.startsWith('lib/sync/') ? 150 : 300))
    expect(long.map(({ path, lines }) => `${path}: ${lines}`)).toEqual([])
  })

  test('no function is longer than 60 lines, none of the core longer than 25', () => {
    const long = all
      .filter(({ path }) => !path.startsWith('test/') && !grows.test(path))
      .flatMap((source) => functionsOf(source).map((size) => ({ path: source.path, ...size })))
      .filter(({ path, lines }) => lines > (path.startsWith('lib/sync/') ? 25 : 60))
    expect(long.map(({ path, name, line, lines }) => `${path}:${line} ${name}: ${lines}`)).toEqual([])
  })
})

describe('purity of the core', () => {
  const impure = new Set(['Date', 'fetch', 'process', 'console', 'setTimeout', 'setInterval', 'crypto', 'Promise'])

  test('planning waits for nothing, reads no clock, rolls no dice and speaks to nobody', () => {
    expect(under('lib/sync/', 'lib/pairs/', 'lib/insight/').flatMap(impurities)).toEqual([])
  })

  function impurities(source: Source): readonly string[] {
    const found: string[] = []
    const blame = (node: ts.Node, what: string) => {
      found.push(`${source.path}:${source.tree.getLineAndCharacterOfPosition(node.getStart()).line + 1} ${what}`)
    }
    each(source.tree, (node) => {
      if (node.kind === ts.SyntaxKind.AsyncKeyword || node.kind === ts.SyntaxKind.AwaitExpression) blame(node, 'waits')
      if (ts.isPropertyAccessExpression(node) && node.getText() === 'Math.random') blame(node, 'Math.random')
      const used = ts.isIdentifier(node) && impure.has(node.text) && !isMember(node)
      if (used) blame(node, node.text)
    })
    for (const name of importsOf(source)) if (name.startsWith('node:')) found.push(`${source.path} imports ${name}`)
    return found
  }

  const isMember = (node: ts.Identifier) =>
    (ts.isPropertyAccessExpression(node.parent) && node.parent.name === node) ||
    (ts.isPropertyAssignment(node.parent) && node.parent.name === node) ||
    (ts.isPropertySignature(node.parent) && node.parent.name === node)
})

describe('vendors', () => {
  const names =
    /sage[-_ ]?(sales|50|financials|intacct)|forcemanager|intacct|xero\b|quickbooks|freshbooks|freshsales|freshworks|salesforce/i
  const theirs = /^(lib\/connectors\/|lib\/pairs\/|lib\/text\/|sandbox\/|gateway\/|demo\/|test\/|marketplace\/|eslint)/

  test('a vendor is named in its own folder, in its pairs and in texts, nowhere else', () => {
    const found = all
      .filter(({ path }) => !theirs.test(path))
      .flatMap(({ path, text }) =>
        text.split('\n').flatMap((line, at) => (names.test(line) ? [`${path}:${at + 1} ${line.trim()}`] : [])),
      )
    expect(found).toEqual([])
  })

  test('every function that calls a vendor says where the vendor documents it', () => {
    const clients = all.filter(({ path }) => /^lib\/connectors\/[^/]+\/client\.ts$/.test(path))
    expect(clients.flatMap(undocumented)).toEqual([])
  })

  function undocumented(source: Source): readonly string[] {
    const calls = (node: ts.Node): boolean => {
      let found = false
      each(node, (inner) => {
        if (ts.isPropertyAssignment(inner) && inner.name.getText() === 'method') found = true
        if (ts.isStringLiteralLike(inner) || ts.isTemplateHead(inner)) found ||= /^\/[a-zA-Z]/.test(inner.text)
      })
      return found
    }
    return source.tree.statements
      .filter((statement) => ts.isFunctionDeclaration(statement) && calls(statement))
      .filter((statement) => !/https?:\/\/|gateway\/contract\.json/.test(statement.getFullText()))
      .map((statement) => `${source.path}: ${ts.isFunctionDeclaration(statement) ? statement.name?.text : ''}`)
  }
})

describe('words', () => {
  const never = new Set(
    'provider adapter realm recipe watermark bookmark payload workspace binding guard threshold utils helpers misc manager handler delta'.split(
      ' ',
    ),
  )
  const words = (name: string) => name.split(/(?=[A-Z])|[-_.]/).map((word) => word.toLowerCase())

  test('things are called by the words of the glossary', () => {
    const found = under('lib/', 'app/', 'inngest/', 'drizzle/schema/', 'sandbox/', 'demo/').flatMap((source) =>
      [...declaredNames(source), source.path.split('/').at(-1) ?? '']
        .filter((name) => words(name).some((word) => never.has(word)))
        .map((name) => `${source.path}: ${name}`),
    )
    expect(found).toEqual([])
  })

  test('no folder is a drawer for everything', () => {
    const drawers = /(^|\/)(components|hooks|types|utils|helpers|common|config|scripts|misc)\//
    expect(projectFiles().filter((path) => drawers.test(path))).toEqual([])
  })

  test('no file promises to finish later', () => {
    const later = new RegExp(['TO' + 'DO', 'FIX' + 'ME', 'XX' + 'X', '\\.sk' + 'ip\\(', '\\.on' + 'ly\\('].join('|'))
    expect(all.filter(({ text }) => later.test(text)).map(({ path }) => path)).toEqual([])
  })
})

describe('what a clone may hold', () => {
  test('no path of one machine and no host of a package registry', () => {
    const machine = /(^|[^a-zA-Z0-9_.])\/(wor[k]|roo[t]|tm[p]\/bash)\/|https?:\/\/registr[y]\./m
    const found = projectFiles()
      .filter((path) => !/\.(png|jpg|ico|woff2|gz)$/.test(path))
      .filter((path) => machine.test(textOf(path)))
    expect(found).toEqual([])
  })
})
