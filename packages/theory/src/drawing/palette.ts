/**
 * The colours of the figures: blue and orange of Okabe and Ito's set, which can be distinguished
 * with every kind of colour blindness, and neutrals. The files use the light values; the page
 * replaces each by a variable of the same name, so that it can turn dark.
 */
export const light = {
  ink: '#1c2330',
  muted: '#5d6675',
  grid: '#e4e7ec',
  card: '#ffffff',
  blue: '#0072b2',
  orange: '#c94f00',
  band: '#e3f0e8',
  bandEdge: '#3d8361',
} as const

/** The same colours on a dark ground. */
export const dark: Record<keyof typeof light, string> = {
  ink: '#e6e9ef',
  muted: '#9aa4b5',
  grid: '#2c3442',
  card: '#171c26',
  blue: '#56b4e9',
  orange: '#f08a4b',
  band: '#1c3329',
  bandEdge: '#6fbf98',
}

/** A figure's SVG with its colours as variables (`--figure-ink` …), the light value as fallback. */
export function withVariables(svg: string): string {
  let themed = svg
  for (const [name, color] of Object.entries(light))
    themed = themed.replaceAll(`"${color}"`, `"var(--figure-${name}, ${color})"`)
  return themed
}
