/**
 * @multiview/tensor/table: the records of all ops. Nothing that runs imports it, so that a bundle
 * holds only the ops it uses; the tests are generated from it.
 */
import { linalgOps } from './linalg/table.ts'
import { table as ops } from './ops/table.ts'
import type { Op } from './trace/apply.ts'

export const table: readonly Op<never>[] = [...ops, ...linalgOps]
