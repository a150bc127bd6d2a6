/** The code of label-kernel.ts. Addresses are in bytes. */

import {
  advance,
  assemble,
  type Body,
  type Callable,
  type Expr,
  type FunctionScope,
  f64,
  f64x2,
  i32,
  type Local,
  type ModuleWriter,
  type Statement,
  when,
  whilst,
} from '@multiview/tensor/assembler'
import { exponential } from '@multiview/tensor/kernel-parts'
import * as record from './records.ts'

const bytes = 8

/** As many samples are read from memory at once. */
const together = 8

/** All addresses in bytes; `samples` is that of the first sample's record. */
export interface LabelPasses {
  /** Evaluates the samples of a list; gives when the next look is due. */
  evaluate(
    list: number,
    count: number,
    samples: number,
    time: number,
    outputs: number,
    shares: number,
    slotClass: number,
    drift: number,
    isDirty: number,
    changed: number,
    size: number,
  ): number
}

export const emitLabels = (): Uint8Array<ArrayBuffer> => {
  const module = assemble()
  module.importMemory('js', 'memory', { initial: 0 })
  const exp = module.func(null, ['f64'], 'f64', (f, x) => {
    const [vector, result] = f.locals('v128', 2)
    return [[vector.set(f64x2.splat(x)), exponential(f)(vector, result)], f64x2.extract(result, 0)]
  })
  emitList(module, emitEvaluate(module, emitShares(module, exp)), emitFetch(module))
  return module.bytes()
}

type Exp = Callable<readonly ['f64'], 'f64'>
const shareTypes = ['i32', 'i32', 'i32'] as const
type Shares = Callable<typeof shareTypes, 'f64'>

/** Reads and writes numbers of a record, or of that of a sample. */
const of = (record: Expr<'i32'>, number: number): Expr<'f64'> => f64.load(record, bytes * number)
const set = (record: Expr<'i32'>, number: number, value: Expr<'f64'>): Statement =>
  f64.store(record, value, bytes * number)

/** The addresses of a sample: the first record, the end, that of the label, that of the rest. */
const addressesOf = (f: FunctionScope, sample: Expr<'i32'>) => {
  const [first, end, own, rest] = f.locals('i32', 4)
  const load = [first, end, own, rest].map((local, i) =>
    local.set(i32.load(sample, bytes * record.inAddresses + 4 * i)),
  )
  return { first, end, own, rest, load }
}

const overSlots = (at: Local<'i32'>, first: Expr<'i32'>, end: Expr<'i32'>, body: Body): Body => [
  at.set(first),
  whilst(i32.ltU(at, end), [body, advance(at, bytes * record.recordLength)]),
]

/** The entry that a record has in an array, whose entries are smaller by the power `shift` of 2. */
const entryOf = (array: Expr<'i32'>, outputs: Expr<'i32'>, at: Expr<'i32'>, shift: number): Expr<'i32'> =>
  i32.add(array, i32.shrU(i32.sub(at, outputs), i32.const(shift)))
const shareShift = 3
const classShift = 4

/**
 * Brings the shares of a sample up to date, and its largest output and the label's share. Returns
 * the sum of the other shares.
 */
const emitShares = (module: ModuleWriter, exp: Exp): Shares =>
  module.func(null, shareTypes, 'f64', (f, sample, outputs, shares) => {
    const { first, end, own, rest, load } = addressesOf(f, sample)
    const [at, isNew, place] = f.locals('i32', 3)
    const [largest, output, share, others] = f.locals('f64', 4)
    const raise = (from: Local<'i32'>): Statement[] => [
      output.set(of(from, record.inOutput)),
      largest.set(f64.select(output, largest, f64.gt(output, largest))),
    ]
    const hasChanged = (from: Local<'i32'>): Expr<'i32'> =>
      i32.or(isNew, f64.ne(output, of(from, record.inSeen)))
    const computed = exp.call(f64.sub(output, largest))
    /** Leaves the share of a record in `share`. */
    const update = (from: Local<'i32'>, condition: Expr<'i32'>): Body => [
      output.set(of(from, record.inOutput)),
      place.set(entryOf(shares, outputs, from, shareShift)),
      when(
        condition,
        [share.set(computed), f64.store(place, share), set(from, record.inSeen, output)],
        share.set(f64.load(place)),
      ),
    ]
    return [
      [
        load,
        largest.set(of(own, record.inOutput)),
        overSlots(at, first, end, raise(at)),
        when(rest, raise(rest)),
        isNew.set(f64.ne(largest, of(sample, record.inLargest))),
        set(sample, record.inLargest, largest),
        output.set(of(own, record.inOutput)),
        when(hasChanged(own), [
          set(sample, record.inOwnShare, computed),
          set(own, record.inSeen, output),
          f64.store(entryOf(shares, outputs, own, shareShift), f64.const(0)),
        ]),
        overSlots(at, first, end, [
          update(at, i32.and(i32.ne(at, own), hasChanged(at))),
          others.set(f64.add(others, share)),
        ]),
        when(rest, [
          update(rest, hasChanged(rest)),
          others.set(f64.add(others, f64.mul(of(sample, record.inRest), share))),
        ]),
      ],
      others,
    ]
  })

const evaluateTypes = ['i32', 'f64', 'i32', 'i32', 'i32', 'i32', 'i32', 'i32', 'f64'] as const

const emitEvaluate = (module: ModuleWriter, sharesOf: Shares): Callable<typeof evaluateTypes, 'f64'> =>
  module.func(null, evaluateTypes, 'f64', (f, sample, time, outputs, shares, slotClass, ...drifts) => {
    const [drift, isDirty, changed, size] = drifts
    const { first, end, own, rest, load } = addressesOf(f, sample)
    const [at, place, flag] = f.locals('i32', 3)
    const [others, whole, perSample, past, pull, pushed, before] = f.locals('f64', 7)
    const [gradient, push, compared, more, upward, slope] = f.locals('f64', 6)
    /** Adds the push since the sample's time to the integrals. */
    const addPush = (to: Local<'i32'>): Body => [
      before.set(of(to, record.inGradient)),
      push.set(f64.mul(before, past)),
      set(to, record.inIntegral, f64.add(of(to, record.inIntegral), push)),
      upward.set(of(to, record.inUpward)),
      when(f64.lt(push, f64.const(0)), [upward.set(f64.sub(upward, push)), set(to, record.inUpward, upward)]),
      pushed.set(f64.add(pushed, upward)),
    ]
    const gradientOf = (from: Local<'i32'>): Expr<'f64'> =>
      f64.mul(f64.load(entryOf(shares, outputs, from, shareShift)), perSample)
    const setGradient: Body = [
      gradient.set(f64.select(f64.neg(pull), gradientOf(at), i32.eq(at, own))),
      set(at, record.inGradient, gradient),
      push.set(f64.abs(gradient)),
      slope.set(f64.sub(f64.const(1), f64.mul(size, push))),
      slope.set(f64.select(f64.const(0), slope, f64.lt(slope, f64.const(0)))),
      set(at, record.inCurvature, f64.mul(push, slope)),
    ]
    const addDrift: Body = [
      compared.set(of(at, record.inGradientAt)),
      more.set(f64.sub(f64.abs(f64.sub(gradient, compared)), f64.abs(f64.sub(before, compared)))),
      when(i32.and(f64.ne(more, f64.const(0)), f64.ne(of(at, record.inScale), f64.const(0))), [
        place.set(i32.load(entryOf(slotClass, outputs, at, classShift))),
        flag.set(i32.add(isDirty, i32.shl(place, i32.const(2)))),
        when(i32.eqz(i32.load(flag)), [
          i32.store(flag, i32.const(1)),
          flag.set(i32.add(i32.load(changed), i32.const(1))),
          i32.store(changed, flag),
          i32.store(i32.add(changed, i32.shl(flag, i32.const(2))), place),
        ]),
        place.set(i32.add(drift, i32.shl(place, i32.const(3)))),
        f64.store(place, f64.add(f64.load(place), f64.mul(more, of(at, record.inScale)))),
      ]),
    ]
    return [
      [
        load,
        others.set(sharesOf.call(sample, outputs, shares)),
        whole.set(f64.add(of(sample, record.inOwnShare), others)),
        set(sample, record.inWhole, whole),
        perSample.set(f64.div(f64.const(1), f64.mul(whole, size))),
        pull.set(f64.mul(others, perSample)),
        past.set(f64.sub(time, of(sample, record.inTime))),
        set(sample, record.inTime, time),
        overSlots(at, first, end, [addPush(at), setGradient, addDrift]),
        when(rest, [addPush(rest), set(rest, record.inGradient, gradientOf(rest))]),
      ],
      f64.select(
        f64.add(time, f64.div(f64.max(f64.const(0), f64.sub(of(sample, record.inLooksAt), pushed)), pull)),
        f64.const(Number.POSITIVE_INFINITY),
        f64.gt(pull, f64.const(0)),
      ),
    ]
  })

const fetchTypes = ['i32', 'i32', 'i32', 'i32'] as const

/**
 * Reads one word of every cache line of a sample. Evaluations of scattered samples wait for the
 * memory most of the time, and the reads of some samples at once take as long as those of one.
 */
const emitFetch = (module: ModuleWriter): Callable<typeof fetchTypes, 'i32'> =>
  module.func(null, fetchTypes, 'i32', (f, sample, outputs, shares, slotClass) => {
    const { first, end, rest, load } = addressesOf(f, sample)
    const [at, sum] = f.locals('i32', 2)
    const read = (address: Expr<'i32'>): Statement => sum.set(i32.add(sum, i32.load(address)))
    return [
      [
        load,
        overSlots(at, first, end, read(at)),
        [first, i32.sub(end, i32.const(bytes * record.recordLength))].map(place => [
          read(entryOf(shares, outputs, place, shareShift)),
          read(entryOf(slotClass, outputs, place, classShift)),
        ]),
        when(rest, [read(rest), read(entryOf(shares, outputs, rest, shareShift))]),
      ],
      sum,
    ]
  })

const emitList = (
  module: ModuleWriter,
  evaluate: Callable<typeof evaluateTypes, 'f64'>,
  fetch: Callable<typeof fetchTypes, 'i32'>,
): void => {
  const types = ['i32', 'i32', 'i32', ...evaluateTypes.slice(1)] as unknown as readonly [
    'i32',
    'i32',
    'i32',
    'f64',
    'i32',
    'i32',
    'i32',
    'i32',
    'i32',
    'i32',
    'f64',
  ]
  module.func('evaluate', types, 'f64', (f, list, number, samples, time, outputs, shares, ...rest) => {
    const [slotClass, drift, isDirty, changed, size] = rest
    const [end, next, ahead, sum] = f.locals('i32', 4)
    const due = f.local('f64')
    const recordOf = (entry: Expr<'i32'>): Expr<'i32'> =>
      i32.add(samples, i32.mul(i32.load(entry), i32.const(bytes * record.sampleLength)))
    return [
      [
        due.set(f64.const(Number.POSITIVE_INFINITY)),
        end.set(i32.add(list, i32.shl(number, i32.const(2)))),
        ahead.set(list),
        whilst(i32.ltU(list, end), [
          when(i32.eq(list, ahead), [
            next.set(list),
            ahead.set(i32.add(list, i32.const(4 * together))),
            ahead.set(i32.select(ahead, end, i32.ltU(ahead, end))),
            whilst(i32.ltU(next, ahead), [
              sum.set(i32.add(sum, fetch.call(recordOf(next), outputs, shares, slotClass))),
              advance(next, 4),
            ]),
          ]),
          due.set(
            f64.min(
              due,
              evaluate.call(recordOf(list), time, outputs, shares, slotClass, drift, isDirty, changed, size),
            ),
          ),
          advance(list, 4),
        ]),
      ],
      due,
    ]
  })
}
