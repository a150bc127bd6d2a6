import { replay } from './shards.ts'

replay('elementwise', 2900)
