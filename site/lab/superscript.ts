/** A whole number in raised digits. */
export const superscript = (power: number): string =>
  String(power).replace(/./g, sign => (sign === '-' ? '⁻' : '⁰¹²³⁴⁵⁶⁷⁸⁹'[Number(sign)]))
