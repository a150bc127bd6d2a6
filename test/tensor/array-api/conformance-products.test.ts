import { replay } from './shards.ts'

replay('products', 2700)
