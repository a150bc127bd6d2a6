/**
 * Whether a text names a format of multiview with its number, such as `multiview.run/2`. Messages
 * do not repeat other texts.
 */
export const isFormat = (text: unknown): text is string =>
  typeof text === 'string' && /^multiview\.[a-z-]{1,20}\/\d{1,9}$/.test(text)
