/** Functions are short: whoever reads one sees it as a whole. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import ts from 'typescript'
import { expect, test } from 'vitest'
import { filesBelow, root } from './graph.ts'

const most = 80

/**
 * Longer functions, by file and name. A function that is split leaves the list, and no other enters
 * it.
 */
const remaining = [
  // A connection: its functions share what waits for answers, and how it ends.
  'packages/cluster/src/client.ts openQueue',
  // Modules of WebAssembly: the statements of one loop share its locals.
  'packages/network/src/limit/step/emit.ts emitForward',
  'packages/tensor/src/kernels/gemm/emit-in-place.ts inPlaceFunction',
  'packages/tensor/src/kernels/pool/emit.ts poolModule',
  'packages/tensor/src/kernels/pool/pool.ts poolPlanes',
  // The loops of the multirate model, which read and write the same records at every move.
  'packages/network/src/reduced/multirate/model.ts multirateModel',
  'packages/network/src/reduced/multirate/pushed-outputs.ts pushedOutputs',
  // Compiled functions: the layout of a loop, and the loop over its blocks.
  'packages/tensor/src/jit/layout.ts layoutOf',
  'packages/tensor/src/jit/run-loop.ts runLoop',
  'packages/tensor/src/jit/run-loop.ts a function in runLoop',
]

const isFunction = (node: ts.Node): node is ts.FunctionLikeDeclaration =>
  ts.isFunctionLike(node) && (node as ts.FunctionLikeDeclaration).body !== undefined

/** The name of a function, or of the variable or property that it is given to. */
const ownName = (node: ts.FunctionLikeDeclaration): string | undefined => {
  const { name, parent } = node
  if (name !== undefined) return name.getText()
  if (ts.isConstructorDeclaration(node)) return 'constructor'
  return ts.isVariableDeclaration(parent) || ts.isPropertyAssignment(parent)
    ? parent.name.getText()
    : undefined
}

/** The functions of a file that are too long: declarations, methods, arrows and expressions. */
const longIn = (file: string, text: string): string[] => {
  const found: string[] = []
  if (text.split('\n').length <= most) return found
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true)
  const lineOf = (place: number): number => source.getLineAndCharacterOfPosition(place).line
  const visit = (node: ts.Node, within: string): void => {
    const isOne = isFunction(node)
    const name = isOne ? (ownName(node) ?? `a function in ${within}`) : within
    if (isOne && lineOf(node.end) - lineOf(node.getStart()) + 1 > most) found.push(`${file} ${name}`)
    ts.forEachChild(node, child => visit(child, name))
  }
  visit(source, 'the file')
  return found
}

const lines = (count: number): string => 'x()\n'.repeat(count)

test('functions of every kind that are too long are found', () => {
  const body = lines(most - 1)
  const text = [
    `function declared() {\n${body}}`,
    `const arrow = () => {\n${body}}`,
    `const expression = function () {\n${body}}`,
    `class C {\nmethod() {\n${body}}\nconstructor() {\n${body}}\nget value() {\n${body}}\n}`,
    `const o = { property: () => {\n${body}}, short() {} }`,
    `function holds() {\nrun(() => {\n${body}})\n}`,
  ].join('\n')
  expect(longIn('a.ts', text)).toEqual(
    [
      'declared',
      'arrow',
      'expression',
      'method',
      'constructor',
      'value',
      'property',
      'holds',
      'a function in holds',
    ].map(name => `a.ts ${name}`),
  )
})

test('a function of 80 lines is short enough', () => {
  expect(longIn('a.ts', `function f() {\n${lines(most - 2)}}\n${lines(most)}`)).toEqual([])
})

test('no function has more than 80 lines', () => {
  const files = [
    ...['tensor', 'network', 'cluster', 'theory'].flatMap(name => filesBelow(`packages/${name}/src`)),
    ...filesBelow('site'),
  ]
  const found = files.flatMap(file => longIn(file, readFileSync(join(root, file), 'utf8')))
  expect(found.sort()).toEqual([...remaining].sort())
})
