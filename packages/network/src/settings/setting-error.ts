/**
 * The error for a setting whose value is not allowed: the setting, the value given, and what is
 * allowed. `SettingError.without` is for a setting that may not be given at all.
 *
 * @example
 * new SettingError('power', 1, 'a number in [2, 64]').message // "power is 1; allowed: a number in [2, 64]."
 */
export class SettingError extends Error {
  override readonly name = 'SettingError'
  readonly setting: string

  constructor(setting: string, value: unknown, allowed: string) {
    super(`${setting} is ${show(value)}; allowed: ${allowed}.`)
    this.setting = setting
  }

  /** For a setting that may not be given: the reason, and what to do instead. */
  static without(setting: string, reason: string): SettingError {
    const error = new SettingError(setting, undefined, '')
    error.message = `${setting}: ${reason}.`
    return error
  }
}

const show = (value: unknown): string =>
  typeof value === 'string'
    ? JSON.stringify(value)
    : Array.isArray(value)
      ? `[${value.join(', ')}]`
      : String(value)
