import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { dirname, join, normalize } from 'node:path'
import ts from 'typescript'

/** Our own sources as the house test reads them: files, imports and functions, parsed by TypeScript itself. */
export interface Source {
  readonly path: string
  readonly text: string
  readonly lines: number
  readonly tree: ts.SourceFile
}

export interface FunctionSize {
  readonly name: string
  readonly line: number
  readonly lines: number
}

export const root = join(import.meta.dirname, '../..')

/** Tracked files and those about to be: what a clone would hold. */
export function projectFiles(): readonly string[] {
  const listed = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard', '--deduplicate'], {
    cwd: root,
    encoding: 'utf8',
  })
  const deleted = execFileSync('git', ['ls-files', '--deleted'], { cwd: root, encoding: 'utf8' })
  const gone = new Set(deleted.split('\n'))
  return listed.split('\n').filter((path) => path !== '' && !gone.has(path))
}

export const textOf = (path: string): string => readFileSync(join(root, path), 'utf8')

export function sources(): readonly Source[] {
  return projectFiles()
    .filter((path) => /\.(ts|tsx|mts|mjs)$/.test(path) && !path.endsWith('.d.ts'))
    .map(sourceOf)
}

function sourceOf(path: string): Source {
  const text = textOf(path)
  const kind = path.endsWith('x') ? ts.ScriptKind.TSX : path.endsWith('.mjs') ? ts.ScriptKind.JS : ts.ScriptKind.TS
  const tree = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true, kind)
  return { path, text, lines: text.replace(/\n$/, '').split('\n').length, tree }
}

export function each(node: ts.Node, visit: (node: ts.Node) => void): void {
  visit(node)
  node.forEachChild((child) => each(child, visit))
}

/** What a file imports: a path from the root for our own files, the package's name for others. */
export function importsOf(source: Source): readonly string[] {
  const found: string[] = []
  each(source.tree, (node) => {
    const name = moduleName(node)
    if (name !== null) found.push(resolved(source.path, name))
  })
  return found
}

function moduleName(node: ts.Node): string | null {
  if ((ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) && node.moduleSpecifier) {
    return ts.isStringLiteral(node.moduleSpecifier) ? node.moduleSpecifier.text : null
  }
  const dynamic = ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword
  const first = dynamic ? node.arguments[0] : undefined
  if (first && ts.isStringLiteral(first)) return first.text
  const typed = ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument) ? node.argument.literal : undefined
  return typed && ts.isStringLiteral(typed) ? typed.text : null
}

function resolved(from: string, name: string): string {
  if (name.startsWith('@/')) return `./${name.slice(2)}`
  if (name.startsWith('.')) return `./${normalize(join(dirname(from), name))}`
  return name
}

export function functionsOf(source: Source): readonly FunctionSize[] {
  const found: FunctionSize[] = []
  each(source.tree, (node) => {
    if (!ts.isFunctionLike(node) || !('body' in node) || !node.body) return
    const first = source.tree.getLineAndCharacterOfPosition(node.getStart()).line
    const last = source.tree.getLineAndCharacterOfPosition(node.getEnd()).line
    found.push({ name: nameOf(node), line: first + 1, lines: last - first + 1 })
  })
  return found
}

function nameOf(node: ts.SignatureDeclaration): string {
  if (node.name) return node.name.getText()
  const parent = node.parent
  if (ts.isVariableDeclaration(parent) || ts.isPropertyAssignment(parent)) return parent.name.getText()
  return 'a nameless function'
}

/** Names that a file gives to things of its own. */
export function declaredNames(source: Source): readonly string[] {
  const found: string[] = []
  each(source.tree, (node) => {
    const declares =
      ts.isVariableDeclaration(node) ||
      ts.isParameter(node) ||
      ts.isFunctionDeclaration(node) ||
      ts.isTypeAliasDeclaration(node) ||
      ts.isInterfaceDeclaration(node) ||
      ts.isPropertySignature(node)
    if (declares && node.name && ts.isIdentifier(node.name)) found.push(node.name.text)
  })
  return found
}
