/**
 * @multiview/tensor/table: the records of all ops. Tests are generated from it. Nothing else
 * imports it, so a bundle contains only the ops that it uses.
 */
import { linalgOps } from './linalg/table.ts'
import { table as ops } from './ops/table.ts'
import type { Op } from './trace/apply.ts'

export const table: readonly Op<never>[] = [...ops, ...linalgOps]
