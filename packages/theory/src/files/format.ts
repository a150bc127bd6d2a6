/** Whether a text names a format of ours with its number, such as `multiview.run/2`; others are not repeated to the user. */
export const isFormat = (text: unknown): text is string =>
  typeof text === 'string' && /^multiview\.[a-z-]{1,20}\/\d{1,9}$/.test(text)
