// The text of the lab, as it is written, with its sections for the search.

const plain = html =>
  html
    .replace(/<[^>]+>/g, ' ')
    .replace(/\s+/g, ' ')
    .trim()

/** @param {import('./pages.mjs').Page} page */
export const renderLab = ({ text }) => {
  const headings = text
    .split(/(?=<h[12])/)
    .map(part => /^<h([12])(?: id="([^"]+)")?>(.*?)<\/h\1>([\s\S]*)$/.exec(part))
    .filter(match => match !== null)
    .map(([, level, anchor = '', words, rest]) => ({
      level: Number(level),
      words: plain(words),
      anchor,
      text: plain(rest),
    }))
  return { html: text, headings, files: new Set() }
}
