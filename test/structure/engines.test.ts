/**
 * The packages use no function of JavaScript whose last bit differs between engines; ours of
 * `@multiview/tensor/math` have the same bits everywhere.
 */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import ts from 'typescript'
import { expect, test } from 'vitest'
import { filesBelow, root } from './graph.ts'

/** Functions of `Math` that every engine rounds correctly, or that are exact. */
const exact = [
  'abs',
  'ceil',
  'clz32',
  'floor',
  'fround',
  'imul',
  'max',
  'min',
  'round',
  'sign',
  'sqrt',
  'trunc',
]

const isWhole = (node: ts.Expression): boolean => /^-?\d+$/.test(node.getText())

/** A drawing shows no last bit. */
const isDrawing = (file: string): boolean => file.endsWith('/figure.ts')

/** The calls of `Math` and the powers in a file that may have other bits in another engine. */
const inexact = (file: string, text: string): string[] => {
  const found: string[] = []
  // Most files need no parser.
  if (!/\bMath\.| \*\* /.test(text)) return found
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true)
  const visit = (node: ts.Node): void => {
    if (
      ts.isPropertyAccessExpression(node) &&
      node.expression.getText() === 'Math' &&
      /^[a-z]/.test(node.name.text) &&
      !exact.includes(node.name.text)
    )
      found.push(`${file}: ${node.getText()}`)
    if (
      ts.isBinaryExpression(node) &&
      node.operatorToken.kind === ts.SyntaxKind.AsteriskAsteriskToken &&
      !isWhole(node.right) &&
      node.left.getText() !== '2'
    )
      found.push(`${file}: ${node.getText()}`)
    ts.forEachChild(node, visit)
  }
  visit(source)
  return found
}

test('a power with a fraction and a function that engines round differently are found', () => {
  const text = 'const a = Math.sqrt(x) + x ** (1 / 2) + x ** 2 + x ** -2 + Math.hypot(x, y)'
  expect(inexact('a.ts', text)).toEqual(['a.ts: x ** (1 / 2)', 'a.ts: Math.hypot'])
})

test('no package has one', () => {
  const files = ['tensor', 'network', 'cluster', 'theory']
    .flatMap(name => filesBelow(`packages/${name}/src`))
    .filter(file => !isDrawing(file))
  expect(files.flatMap(file => inexact(file, readFileSync(join(root, file), 'utf8')))).toEqual([])
})
