import type { Allowed } from './graph.ts'

export const allowed: Allowed = {}
