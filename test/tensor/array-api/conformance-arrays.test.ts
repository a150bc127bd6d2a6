import { replay } from './shards.ts'

replay('arrays', 2000)
