import { grouped, readable } from '../../numbers.ts'
import type { Bound, Condition, Measured, SettingValue } from '../../schema/types.ts'

/** "from 0.49 to 0.51", "at most 0.001" or "at least 0.95". */
export function boundInWords({ low, high }: Bound): string {
  if (low === null) return `at most ${readable(high ?? Number.NaN)}`
  if (high === null) return `at least ${readable(low)}`
  return low === high ? `exactly ${readable(low)}` : `${readable(low)} to ${readable(high)}`
}

export function valueInWords(value: number | null): string {
  return value === null ? 'not measured' : readable(value)
}

/**
 * The interval alone, with as many digits as its width allows, both limits with as many decimals;
 * "exact" if nothing is random.
 */
export function intervalInWords({ low, high, level }: Pick<Measured, 'low' | 'high' | 'level'>): string {
  if (level === null) return 'exact'
  if (low === null && high === null) return 'no interval'
  const width = (high ?? Number.NaN) - (low ?? Number.NaN)
  const size = Math.max(Math.abs(low ?? 0), Math.abs(high ?? 0))
  // Limits that agree in their leading digits need more digits to differ.
  const digits = width < size / 50 ? 5 : 3
  const decimalsOf = (limit: number) => digits - 1 - Number(limit.toExponential(digits - 1).split('e')[1])
  // The digits of the smaller limit, so that 0.9962 to 1.12 is not shown as 1.00 to 1.12; but not
  // many more digits than the larger limit needs.
  const smaller = Math.min(Math.abs(low ?? 0) || size, Math.abs(high ?? 0) || size)
  const decimals = Math.max(0, Math.min(decimalsOf(smaller), decimalsOf(size) + 1))
  const isPlain = low !== null && high !== null && width > 0 && size >= 1e-4 && size < 1e4
  const side = (limit: number | null) => {
    if (limit === null) return 'open'
    return isPlain && limit !== 0
      ? limit
          .toFixed(decimals)
          .replace(/^-(?=0\.?0*$)/, '')
          .replace('-', '−')
      : readable(limit, digits)
  }
  return `${side(low)} to ${side(high)}`
}

/** 0.9995 as 99.95%. */
export function levelInWords(level: number): string {
  return `${Number((100 * level).toPrecision(5))}%`
}

/**
 * What an interval is computed from: "interval at 95%, Student’s t, 8 independent draws: data set",
 * or points if it is exact.
 */
export function evidenceInWords({ method, level, n, unit }: Measured, isOneSided: boolean): string {
  const counted = (one: string, many: string) => `${grouped(n)} ${n === 1 ? one : many}: ${unit}`
  if (level === null) return `on ${counted('point', 'points')}`
  const side = isOneSided ? 'one-sided limits, each at' : 'interval at'
  const how = method === null ? '' : `${methodInWords[method]}, `
  return `${side} ${levelInWords(level)}, ${how}${counted('draw', 'independent draws')}`
}

export function settingInWords(value: SettingValue): string {
  if (Array.isArray(value)) return value.map(item => readable(item)).join(value.length === 2 ? ' to ' : ', ')
  if (typeof value === 'number') return readable(value)
  return value === null ? 'none' : String(value)
}

/** The interval of a condition, if it has one. */
export function intervalOfCondition({ low, high, level }: Condition): string | null {
  return level === null ? null : `${side(low)} to ${side(high)} at ${levelInWords(level)}`
}

const side = (limit: number | null): string => (limit === null ? 'open' : readable(limit, 3))

export function conditionInWords(value: Condition['measured']): string {
  return typeof value === 'number' ? readable(value) : value === null ? 'not measured' : String(value)
}

const methodInWords: Readonly<Record<NonNullable<Measured['method']>, string>> = {
  'student-t': 'Student’s t',
  'clopper-pearson': 'Clopper–Pearson',
  combined: 'Student’s t of equal draws with the precision of their test samples',
  fieller: 'Fieller',
}
