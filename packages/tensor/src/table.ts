/**
 * @multiview/tensor/table: the records of all ops, those of linear algebra last. A record holds the
 * name of an op, the dtypes that it takes, the function that computes its values, its derivative
 * rule, which is written in ops, and its rule of vmap. Tests are generated from this table.
 */
import * as linalg from './linalg/records.ts'
import * as ops from './ops/records.ts'
import type { Op } from './trace/apply.ts'

export const table: readonly Op<never>[] = [ops, linalg]
  .flatMap(records => Object.entries(records))
  .filter(([name]) => name.endsWith('Op'))
  .map(([, record]) => record as Op<never>)
