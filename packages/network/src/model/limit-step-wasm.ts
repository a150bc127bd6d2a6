/**
 * The passes of limit-step-plain.ts in WebAssembly, two neurons at a time, emitted for one width and one integer power.
 * Every sum runs in the order of the plain loops and nothing is fused or reassociated, so both give the same bits.
 */

import {
  advance as advanceBy,
  assemble,
  type Body,
  count,
  type Expr,
  type FunctionScope,
  f64x2,
  i32,
  type Local,
  type ModuleWriter,
  memoryFill,
  repeat,
  type Statement,
  v128,
} from '@multiview/tensor/assembler'
import type { LimitStep } from './limit-step.ts'
import type { LimitStepArrays, LimitStepShape } from './limit-step-plain.ts'

/** The part of the WebAssembly API that is used; the language's own library does not declare it. */
interface WebAssemblyApi {
  Module: new (bytes: Uint8Array<ArrayBuffer>) => object
  Instance: new (module: object, imports: object) => { readonly exports: object }
  Memory: new (limits: { initial: number; maximum: number }) => { readonly buffer: ArrayBuffer }
}

const pageBytes = 65_536
const vectorBytes = 16
/** Modules are addressed by 32 bits. */
const mostBytes = 2 ** 32

/** Whether the kernel exists for this power: it multiplies, so the power must be an integer. */
export const hasWasmLimitStep = (power: number): boolean =>
  Number.isInteger(power) && power >= 2 && power <= 12

interface Exports {
  forward(): void
  backward(): void
  measureChange(): void
  advance(step: number): void
}

/**
 * @throws RangeError when the arrays of a step need more than the 4 GiB that a WebAssembly memory can hold.
 * Where WebAssembly is missing or forbidden it throws what the engine throws; `limitStep` asks first.
 */
export const wasmLimitStep = (shape: LimitStepShape): LimitStep => {
  const webAssembly = (globalThis as unknown as { WebAssembly: WebAssemblyApi }).WebAssembly
  const layout = place(shape)
  const memory = new webAssembly.Memory({ initial: layout.pages, maximum: layout.pages })
  const floats = (at: number, length: number): Float64Array => new Float64Array(memory.buffer, at, length)
  const integers = (at: number, length: number): Int32Array => new Int32Array(memory.buffer, at, length)
  integers(layout.firstPatch, shape.firstPatch.length).set(shape.firstPatch)
  integers(layout.feature, shape.feature.length).set(shape.feature)
  floats(layout.weight, shape.weight.length).set(shape.weight)
  floats(layout.noiseSquared, shape.noiseSquared.length).set(shape.noiseSquared)
  const arrays: LimitStepArrays = {
    a: floats(layout.a, layout.features * shape.width),
    b: floats(layout.b, layout.rows * shape.width),
    slope: floats(layout.slope, layout.rows * shape.width),
    changeOfA: floats(layout.changeOfA, layout.features * shape.width),
    perNeuron: floats(layout.perNeuron, layout.samples * shape.width),
    largest: floats(layout.largest, shape.width),
    largestChange: floats(layout.largestChange, shape.width),
  }
  const module = new webAssembly.Module(emit(shape, layout))
  const passes = new webAssembly.Instance(module, { js: { memory } }).exports as Exports
  return {
    arrays,
    forward: passes.forward,
    backward: passes.backward,
    measureChange: passes.measureChange,
    advance: passes.advance,
  }
}

/** Where each array starts, in bytes. */
interface Layout {
  readonly samples: number
  readonly rows: number
  readonly features: number
  readonly pages: number
  readonly firstPatch: number
  readonly feature: number
  readonly weight: number
  readonly noiseSquared: number
  readonly largest: number
  readonly largestChange: number
  readonly a: number
  readonly changeOfA: number
  readonly perNeuron: number
  readonly b: number
  readonly slope: number
}

const place = (shape: LimitStepShape): Layout => {
  const samples = shape.firstPatch.length - 1
  const rows = shape.feature.length
  const features = 2 * shape.classes
  const row = 8 * shape.width
  let end = 0
  const take = (bytes: number): number => {
    const at = end
    end += Math.ceil(bytes / vectorBytes) * vectorBytes
    return at
  }
  const layout = {
    firstPatch: take(4 * (samples + 1)),
    feature: take(4 * rows),
    weight: take(8 * rows),
    noiseSquared: take(8 * rows),
    largest: take(row),
    largestChange: take(row),
    a: take(features * row),
    changeOfA: take(features * row),
    perNeuron: take(samples * row),
    b: take(rows * row),
    slope: take(rows * row),
  }
  if (end > mostBytes - pageBytes)
    throw new RangeError(
      `limit step: ${rows} patches × ${shape.width} neurons need ${(end / 2 ** 30).toFixed(1)} GiB of the 4 GiB ` +
        'that WebAssembly can address; take fewer samples, patches or neurons.',
    )
  return { ...layout, samples, rows, features, pages: Math.ceil(end / pageBytes) }
}

const emit = (shape: LimitStepShape, layout: Layout): Uint8Array<ArrayBuffer> => {
  const module = assemble()
  module.importMemory('js', 'memory', { initial: layout.pages, maximum: layout.pages })
  emitForward(module, shape, layout)
  emitBackward(module, shape, layout)
  emitMeasureChange(module, shape, layout)
  emitAdvance(module, shape, layout)
  return module.bytes()
}

/** Row of a patch and what belongs to it, as the bodies of the loops over patches see them. */
interface PatchScope {
  /** Byte offset of the patch's row from the start of b or slope. */
  readonly row: Local<'i32'>
  /** Byte offset of its feature's row from the start of a or changeOfA. */
  readonly featureRow: Local<'i32'>
  /** Byte offset of its sample's row from the start of perNeuron. */
  readonly sampleRow: Local<'i32'>
  readonly patch: Local<'i32'>
}

/** for every sample, for every patch of it, for every pair of neurons: the loops that all passes share. */
const overPatches = (
  f: FunctionScope,
  { width }: LimitStepShape,
  layout: Layout,
  perPatch: (scope: PatchScope) => Statement[],
  perPair: (scope: PatchScope, column: Local<'i32'>) => Body,
): Body => {
  const rowBytes = 8 * width
  const [sample, patch, end, row, featureRow, sampleRow, column, left] = f.locals('i32', 8)
  const scope: PatchScope = { row, featureRow, sampleRow, patch }
  const word = (index: Expr<'i32'>): Expr<'i32'> => i32.shl(index, i32.const(2))
  return [
    patch.set(i32.const(0)),
    count(sample, i32.const(0), i32.const(layout.samples), i32.const(1), [
      end.set(i32.load(word(sample), layout.firstPatch + 4)),
      sampleRow.set(i32.mul(sample, i32.const(rowBytes))),
      count(patch, patch, end, i32.const(1), [
        row.set(i32.mul(patch, i32.const(rowBytes))),
        featureRow.set(i32.mul(i32.load(word(patch), layout.feature), i32.const(rowBytes))),
        perPatch(scope),
        column.set(i32.const(0)),
        left.set(i32.const(width / 2)),
        repeat(left, [
          perPair(scope, column),
          advanceBy(column, vectorBytes),
          advanceBy(row, vectorBytes),
          advanceBy(featureRow, vectorBytes),
          advanceBy(sampleRow, vectorBytes),
        ]),
        sampleRow.set(i32.sub(sampleRow, i32.const(rowBytes))),
      ]),
    ]),
  ]
}

const ofPatch = (patch: Expr<'i32'>, array: number): Expr<'v128'> =>
  f64x2.loadSplat(i32.shl(patch, i32.const(3)), array)

const clear = (at: number, bytes: number) => memoryFill(i32.const(at), i32.const(0), i32.const(bytes))

const emitForward = (module: ModuleWriter, shape: LimitStepShape, layout: Layout): void => {
  const { power, threshold, width } = shape
  module.func('forward', [], null, f => {
    const [z, u, clipped, base, derivative, zero, ceiling, perThreshold, perPower] = f.locals('v128', 9)
    return [
      clear(layout.perNeuron, 8 * layout.samples * width),
      clear(layout.largest, 8 * width),
      zero.set(f64x2.const(0)),
      ceiling.set(f64x2.const(threshold)),
      perThreshold.set(f64x2.const(1 / threshold)),
      perPower.set(f64x2.const(1 / power)),
      overPatches(
        f,
        shape,
        layout,
        ({ patch }) => [z.set(ofPatch(patch, layout.weight))],
        ({ row, featureRow, sampleRow }, column) => [
          u.set(f64x2.add(f64x2.mul(v128.load(featureRow, layout.a), z), v128.load(row, layout.b))),
          clipped.set(f64x2.pmin(f64x2.pmax(u, zero), ceiling)),
          base.set(f64x2.mul(clipped, perThreshold)),
          derivative.set(base),
          Array.from({ length: power - 2 }, () => derivative.set(f64x2.mul(derivative, base))),
          v128.store(row, derivative, layout.slope),
          v128.store(
            sampleRow,
            f64x2.add(
              v128.load(sampleRow, layout.perNeuron),
              f64x2.add(
                f64x2.mul(f64x2.mul(clipped, derivative), perPower),
                f64x2.pmax(f64x2.sub(u, ceiling), zero),
              ),
            ),
            layout.perNeuron,
          ),
          v128.store(column, f64x2.pmax(v128.load(column, layout.largest), f64x2.abs(u)), layout.largest),
        ],
      ),
    ]
  })
}

const emitBackward = (module: ModuleWriter, shape: LimitStepShape, layout: Layout): void => {
  module.func('backward', [], null, f => {
    const [z, noise, g] = f.locals('v128', 3)
    return [
      clear(layout.changeOfA, 8 * layout.features * shape.width),
      overPatches(
        f,
        shape,
        layout,
        ({ patch }) => [z.set(ofPatch(patch, layout.weight)), noise.set(ofPatch(patch, layout.noiseSquared))],
        ({ row, featureRow, sampleRow }) => [
          g.set(f64x2.mul(v128.load(sampleRow, layout.perNeuron), v128.load(row, layout.slope))),
          v128.store(
            featureRow,
            f64x2.sub(v128.load(featureRow, layout.changeOfA), f64x2.mul(z, g)),
            layout.changeOfA,
          ),
          v128.store(row, f64x2.neg(f64x2.mul(noise, g)), layout.slope),
        ],
      ),
    ]
  })
}

const emitMeasureChange = (module: ModuleWriter, shape: LimitStepShape, layout: Layout): void => {
  module.func('measureChange', [], null, f => {
    const z = f.local('v128')
    return [
      clear(layout.largestChange, 8 * shape.width),
      overPatches(
        f,
        shape,
        layout,
        ({ patch }) => [z.set(ofPatch(patch, layout.weight))],
        ({ row, featureRow }, column) => [
          v128.store(
            column,
            f64x2.pmax(
              v128.load(column, layout.largestChange),
              f64x2.abs(
                f64x2.add(
                  f64x2.mul(v128.load(featureRow, layout.changeOfA), z),
                  v128.load(row, layout.slope),
                ),
              ),
            ),
            layout.largestChange,
          ),
        ],
      ),
    ]
  })
}

const emitAdvance = (module: ModuleWriter, shape: LimitStepShape, layout: Layout): void => {
  module.func('advance', ['f64'], null, (f, step) => {
    const at = f.local('i32')
    const size = f.local('v128')
    const axpy = (from: number, to: number, rows: number) =>
      count(at, i32.const(0), i32.const(8 * rows * shape.width), i32.const(vectorBytes), [
        v128.store(at, f64x2.add(v128.load(at, to), f64x2.mul(size, v128.load(at, from))), to),
      ])
    return [
      size.set(f64x2.splat(step)),
      axpy(layout.changeOfA, layout.a, layout.features),
      axpy(layout.slope, layout.b, layout.rows),
    ]
  })
}
