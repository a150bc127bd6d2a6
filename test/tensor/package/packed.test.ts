import { execFileSync, spawnSync } from 'node:child_process'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { bundle } from '../../packages/bundle.ts'
import { installPacked } from '../../packages/packed.ts'

let packed: ReturnType<typeof installPacked>
let manifest: {
  exports: Record<string, Record<string, string> | string>
  dependencies: Record<string, string>
}
beforeAll(() => {
  packed = installPacked()
  manifest = JSON.parse(
    readFileSync(join(packed.folder, 'node_modules/@multiview/tensor/package.json'), 'utf8'),
  )
})
afterAll(() => packed?.remove())

/** The entries of the package except package.json, as a program imports them. */
const entries = () =>
  Object.keys(manifest.exports)
    .filter(path => path !== './package.json')
    .map(path => `@multiview/tensor${path.slice(1)}`)

const node = (program: string) =>
  execFileSync(process.execPath, ['--input-type=module', '--eval', program], {
    cwd: packed.folder,
    encoding: 'utf8',
  })

describe('the packed tarball in a fresh folder', () => {
  test('names real versions of its dependencies and has every file its exports name', () => {
    for (const version of Object.values(manifest.dependencies)) expect(version).toMatch(/^\d+\.\d+\.\d+$/)
    for (const conditions of Object.values(manifest.exports))
      for (const file of typeof conditions === 'string' ? [conditions] : Object.values(conditions))
        expect(existsSync(join(packed.folder, 'node_modules/@multiview/tensor', file)), file).toBe(true)
  })

  test('every entry imports under Node', () => {
    const list = JSON.stringify(entries())
    const out = node(
      `for (const name of ${list}) console.log(name, Object.keys(await import(name)).length > 0)`,
    )
    expect(out.trim().split('\n')).toEqual(entries().map(name => `${name} true`))
  })

  test('computes, differentiates and trains there', () => {
    const out = node(`
      import { adam, exp, grad, sum, tanh, tensor } from '@multiview/tensor'
      import { readNpy, writeNpy } from '@multiview/tensor/files'
      const f = x => sum(exp(x).mul(tanh(x)))
      let x = tensor([0.1, 0.2])
      const rule = adam({ learningRate: 0.1 })
      const { params } = rule.update(x, grad(f)(x), rule.init(x))
      console.log(JSON.stringify(readNpy(writeNpy(params)).toArray().map(v => v.toFixed(6))))`)
    expect(JSON.parse(out)).toEqual(['0.000000', '0.100000'])
  })

  test('the entry methods adds methods, and no other entry does', () => {
    const out = node(`
      const { Tensor, tensor } = await import('@multiview/tensor')
      const before = 'exp' in Tensor.prototype
      await import('@multiview/tensor/methods')
      console.log(before, tensor([0, 0]).exp().sum().item())`)
    expect(out.trim()).toBe('false 2')
  })

  test('bundled for a page, a bare import of methods stays', () => {
    const program = `import '@multiview/tensor/methods'
      import { tensor } from '@multiview/tensor/lite'
      console.log(tensor([0, 0]).exp().sum().item())`
    const file = join(packed.folder, 'methods.mjs')
    writeFileSync(file, bundle(packed.folder, program).text)
    expect(execFileSync(process.execPath, [file], { encoding: 'utf8' }).trim()).toBe('2')
  })

  test('its declarations satisfy a strict program that checks them too', () => {
    writeFileSync(
      join(packed.folder, 'program.mts'),
      `import { adam, grad, stream, sum, tensor, type Tensor } from '@multiview/tensor'
       import { readNpy } from '@multiview/tensor/files'
       import { exp } from '@multiview/tensor/math'
       import '@multiview/tensor/methods'
       export const x: Tensor<'float32'> = tensor([1, 2], { dtype: 'float32' })
       export const y: number = exp(stream(1, 'a').normal())
       export const g: Tensor = grad((w: Tensor) => sum(w.mul(w)))(readNpy(new Uint8Array()))
       export const s = adam({ learningRate: y }).init({ x, more: [g] })
       export const m: Tensor<'float32'> = x.exp().matmul(x.softmax({ axis: 0 }))
       // @ts-expect-error a method that there is not
       x.expp()
       // @ts-expect-error a dtype that there is not
       tensor([1], { dtype: 'float16' })
      `,
    )
    const compilerOptions = {
      strict: true,
      noEmit: true,
      target: 'es2022',
      lib: ['es2023'],
      module: 'nodenext',
      types: [],
    }
    writeFileSync(
      join(packed.folder, 'tsconfig.json'),
      JSON.stringify({ compilerOptions, files: ['program.mts'] }),
    )
    const compiler = fileURLToPath(new URL('../../../node_modules/typescript/bin/tsc', import.meta.url))
    const { status, stdout } = spawnSync(process.execPath, [compiler], {
      cwd: packed.folder,
      encoding: 'utf8',
    })
    expect([status, stdout]).toEqual([0, ''])
  })
})

describe('content-security policies', () => {
  const madeOfStrings = /\beval\s*\(|\bFunction\s*\(/

  test('only the ndarray entry reaches ndarray, and no other makes code from strings', () => {
    for (const name of entries()) {
      const { text, files } = bundle(packed.folder, `export * from '${name}'`)
      const reachesNdarray = files.some(file => /node_modules\/ndarray\//.test(file))
      expect([name, reachesNdarray]).toEqual([name, name.endsWith('/ndarray')])
      if (!reachesNdarray) expect([name, madeOfStrings.test(text)]).toEqual([name, false])
    }
  })

  test('no entry but ndarray needs anything of Node', () => {
    for (const name of entries())
      expect(bundle(packed.folder, `export * from '${name}'`).text).not.toMatch(/["']node:/)
  })
})
