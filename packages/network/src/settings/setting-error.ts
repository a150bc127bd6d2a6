/** The error for a setting whose value is not allowed: says which, the value given, and what is allowed. */
export class SettingError extends Error {
  override readonly name = 'SettingError'
  readonly setting: string

  constructor(setting: string, value: unknown, allowed: string) {
    super(`${setting} is ${show(value)}; allowed: ${allowed}.`)
    this.setting = setting
  }
}

const show = (value: unknown): string =>
  typeof value === 'string'
    ? JSON.stringify(value)
    : Array.isArray(value)
      ? `[${value.join(', ')}]`
      : String(value)
