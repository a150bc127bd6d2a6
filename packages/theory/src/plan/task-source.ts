/** The part of a user's module that its tasks run. */

import { type Node, type Program, parse } from 'acorn'

/**
 * The statements of a module from which its export `tasks` follows: those that declare it, those
 * that declare what these name, and so on, and those that do something when the module is loaded.
 * Claims, texts and figures are left out unless a task needs them.
 *
 * A name counts wherever it stands, so that a statement may be taken that is not needed. One that
 * is needed is never left out.
 *
 * Returns undefined for a text that is no plain JavaScript, and if `tasks` comes from elsewhere.
 */
export const taskSource = (text: string): string | undefined => {
  let program: Program
  try {
    program = parse(text, { ecmaVersion: 'latest', sourceType: 'module', allowHashBang: true })
  } catch {
    return undefined
  }
  const statements = program.body.map(statementOf)
  const needed = new Set<string>()
  const taken = new Set<Statement>()
  const take = (statement: Statement): void => {
    taken.add(statement)
    for (const name of statement.names) needed.add(name)
  }
  for (const each of statements) if (each.acts || each.exports.has('tasks')) take(each)
  if (![...taken].some(({ exports }) => exports.has('tasks'))) return undefined
  for (let before = 0; before < taken.size; ) {
    before = taken.size
    for (const each of statements)
      if (!taken.has(each) && [...each.declares].some(name => needed.has(name))) take(each)
  }
  return statements
    .filter(each => taken.has(each))
    .map(({ start, end }) => text.slice(start, end))
    .join('\n')
}

/** A statement of a module. */
interface Statement {
  readonly start: number
  readonly end: number
  /** The names that it declares. */
  readonly declares: ReadonlySet<string>
  /** The names that it exports, as others see them. */
  readonly exports: ReadonlySet<string>
  /** All names in it. */
  readonly names: ReadonlySet<string>
  /** Whether it does something when the module is loaded, besides declaring. */
  readonly acts: boolean
}

/** A node as any of its kinds: a kind lacks most of the fields. */
type Any = Node & { readonly [field: string]: unknown }

const statementOf = (node: Node): Statement => {
  const statement = node as Any
  const declaration = (statement.declaration ?? statement) as Any
  const declares = new Set(declaredIn(declaration))
  return {
    start: node.start,
    end: node.end,
    declares,
    exports: new Set(exportedBy(statement, declares)),
    names: new Set(
      nodesIn(node, () => true).flatMap(each => (each.type === 'Identifier' ? [String(each.name)] : [])),
    ),
    acts: actsAtLoad(statement),
  }
}

/** The nodes below a node that satisfy a condition; below one that does not, none is visited. */
const nodesIn = (node: Node, isEntered: (node: Any) => boolean): Any[] => {
  const found: Any[] = []
  const visit = (value: unknown): void => {
    if (Array.isArray(value)) for (const each of value) visit(each)
    else if (isNode(value) && isEntered(value)) {
      found.push(value)
      for (const [field, part] of Object.entries(value)) if (!isName(value, field)) visit(part)
    }
  }
  visit(node)
  return found
}

/** Whether a field is the name of a property, which refers to nothing. */
const isName = ({ type, computed }: Any, field: string): boolean =>
  computed === false &&
  (type === 'MemberExpression'
    ? field === 'property'
    : ['Property', 'MethodDefinition', 'PropertyDefinition'].includes(type) && field === 'key')

const isNode = (value: unknown): value is Any =>
  typeof value === 'object' && value !== null && typeof (value as { type?: unknown }).type === 'string'

/** The names that a declaration or an import binds; a pattern may bind several. */
const declaredIn = (declaration: Any): string[] => {
  if (declaration.type === 'ImportDeclaration')
    return (declaration.specifiers as Any[]).map(({ local }) => String((local as Any).name))
  if (declaration.type === 'VariableDeclaration')
    return (declaration.declarations as Any[]).flatMap(({ id }) =>
      nodesIn(id as Node, () => true).flatMap(each =>
        each.type === 'Identifier' ? [String(each.name)] : [],
      ),
    )
  const { id } = declaration
  return isNode(id) ? [String(id.name)] : []
}

const exportedBy = (statement: Any, declares: ReadonlySet<string>): string[] => {
  if (statement.type !== 'ExportNamedDeclaration') return []
  if (statement.declaration !== null) return [...declares]
  return (statement.specifiers as Any[]).map(({ exported }) => {
    const { name, value } = exported as Any
    return String(name ?? value)
  })
}

const functions: readonly string[] = ['FunctionDeclaration', 'FunctionExpression', 'ArrowFunctionExpression']

const actions: readonly string[] = [
  'CallExpression',
  'NewExpression',
  'TaggedTemplateExpression',
  'AssignmentExpression',
  'UpdateExpression',
  'AwaitExpression',
  'ImportExpression',
]

/** What declares and nothing else. */
const declarations: readonly string[] = [
  'FunctionDeclaration',
  'VariableDeclaration',
  'ClassDeclaration',
  'ExportNamedDeclaration',
  'ExportDefaultDeclaration',
]

/**
 * Calls, assignments and the like outside functions. `defineClaim` gives back what it is given. An
 * import without names runs another module; with names it counts if one of them is needed.
 */
const actsAtLoad = (statement: Any): boolean => {
  if (statement.type === 'ImportDeclaration') return (statement.specifiers as Any[]).length === 0
  if (statement.type === 'ExportAllDeclaration') return true
  if (!declarations.includes(statement.type)) return true
  const outside = nodesIn(statement, ({ type }) => !functions.includes(type))
  return outside.some(each => actions.includes(each.type) && !isDefineClaim(each))
}

const isDefineClaim = ({ type, callee }: Any): boolean =>
  type === 'CallExpression' && isNode(callee) && callee.type === 'Identifier' && callee.name === 'defineClaim'
