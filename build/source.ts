// What does a source file reach for? Its imports, types among them, and the globals that have one door only.
import { type AnyNode, parse } from 'acorn'
import { type Loader, transform } from 'esbuild'

/** Something that a file uses, and the line where it says so. */
export interface Use {
  readonly name: string
  readonly line: number
}

export interface Reach {
  /** Specifiers as written. */
  readonly imports: readonly Use[]
  /** `process`, `console`, `Date.now`, `new Date()`. */
  readonly globals: readonly Use[]
}

const typeImport = /^(?:import|export) type [^'"`;]*? from '([^']+)'/gm

export const reachOf = async (text: string, loader: Loader = 'ts'): Promise<Reach> => {
  const tsconfigRaw = { compilerOptions: { verbatimModuleSyntax: true } }
  const { code } = await transform(text, { loader, jsx: 'automatic', tsconfigRaw })
  const imports = new Set([...text.matchAll(typeImport)].map(([, specifier = '']) => specifier))
  const globals = new Set<string>()
  for (const node of nodesOf(parse(code, { ecmaVersion: 'latest', sourceType: 'module' }))) {
    const imported = importOf(node)
    if (imported !== undefined) imports.add(imported)
    const global = globalOf(node)
    if (global !== undefined) globals.add(global)
  }
  const located = (names: Set<string>): Use[] => [...names].map((name) => ({ name, line: lineOf(text, name) }))
  return { imports: located(imports), globals: located(globals) }
}

/** The compiled text has other lines, so the place is where the original first says the word. */
const lineOf = (text: string, name: string): number => {
  const lines = text.split('\n')
  const code = lines.findIndex((line) => line.includes(name) && !/^\s*(?:\/\/|\*|\/\*)/.test(line))
  return code + 1
}

const importOf = (node: AnyNode): string | undefined => {
  switch (node.type) {
    case 'ImportDeclaration':
    case 'ImportExpression':
    case 'ExportAllDeclaration':
    case 'ExportNamedDeclaration':
      return node.source?.type === 'Literal' && typeof node.source.value === 'string' ? node.source.value : undefined
    default:
      return undefined
  }
}

const globalOf = (node: AnyNode): string | undefined => {
  switch (node.type) {
    case 'Identifier':
      return ['process', 'console'].find((name) => name === node.name)
    case 'NewExpression':
      return isNamed(node.callee, 'Date') && node.arguments.length === 0 ? 'new Date()' : undefined
    case 'MemberExpression':
      return isNamed(node.object, 'Date') && isNamed(node.property, 'now') ? 'Date.now' : undefined
    default:
      return undefined
  }
}

const isNamed = (node: AnyNode, name: string): boolean => node.type === 'Identifier' && node.name === name

/** All nodes below one, without names that are only a property's: `x.process`, `{ console: … }`. */
function* nodesOf(node: AnyNode): Generator<AnyNode> {
  yield node
  for (const [key, value] of Object.entries(node)) {
    const isLabel = (key === 'property' || key === 'key') && 'computed' in node && !node.computed
    if (isLabel) continue
    for (const child of Array.isArray(value) ? value : [value]) if (isNode(child)) yield* nodesOf(child)
  }
}

const isNode = (value: unknown): value is AnyNode => typeof value === 'object' && value !== null && 'type' in value
