import { replay } from './shards.ts'

replay('arrays', 4600)
