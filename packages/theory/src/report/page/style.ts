import { dark, light } from '../../drawing/palette.ts'

function variables(colors: Record<string, string>): string {
  return Object.entries(colors)
    .map(([name, color]) => `--figure-${name}: ${color};`)
    .join(' ')
}

/** The page's style sheet: one column, readable on a phone, dark if the reader's system is. */
export const style = `
:root { color-scheme: light dark; ${variables(light)}
  --ground: #f6f7f9; --text: #1c2330; --soft: #5d6675; --line: #dde1e8; --card: #ffffff; --link: #00609a;
  --holds: #1f6b47; --holds-ground: #dff1e6; --fails: #a02c1a; --fails-ground: #fbe3de; --open: #7a5a00; --open-ground: #fbf0cf; }
@media (prefers-color-scheme: dark) { :root { ${variables(dark)}
  --ground: #0f131a; --text: #e6e9ef; --soft: #9aa4b5; --line: #2c3442; --card: #171c26; --link: #7cc4f2;
  --holds: #8fdcb3; --holds-ground: #17372a; --fails: #ffab9c; --fails-ground: #45201a; --open: #f2d480; --open-ground: #3b3115; } }
* { box-sizing: border-box; }
html { -webkit-text-size-adjust: 100%; scroll-behavior: smooth; }
body { margin: 0; background: var(--ground); color: var(--text); font: 17px/1.6 Charter, 'Bitstream Charter', 'Iowan Old Style', Georgia, serif; overflow-wrap: break-word; }
main { max-width: 47rem; margin: 0 auto; padding: 3rem 1.25rem 5rem; }
h1, h2, h3, th, dt, td::before, .kicker, .facts, .verdict, figcaption b, .source, .number, summary, nav { font-family: system-ui, -apple-system, 'Segoe UI', sans-serif; }
h1 { font-size: clamp(1.9rem, 6vw, 2.7rem); line-height: 1.15; letter-spacing: -0.02em; margin: 0.3rem 0 0.8rem; text-wrap: balance; }
h2 { font-size: 1.45rem; line-height: 1.25; letter-spacing: -0.01em; margin: 0 0 0.6rem; text-wrap: balance; }
h3 { font-size: 1.02rem; margin: 1.6rem 0 0.3rem; }
p { margin: 0.5rem 0 1rem; }
sup, sub { line-height: 0; }
a { color: var(--link); text-underline-offset: 0.15em; }
.kicker, .source { color: var(--soft); font-size: 0.86rem; }
.kicker { letter-spacing: 0.04em; }
.facts { color: var(--soft); font-size: 0.92rem; margin: 1rem 0 2.4rem; display: flex; flex-wrap: wrap; gap: 0.2rem 1.4rem; }
.facts b { color: var(--text); font-weight: 600; }
.verdict { display: inline-block; white-space: nowrap; font-size: 0.8rem; font-weight: 650; line-height: 1.5; padding: 0.05em 0.65em; border-radius: 1em; color: var(--open); background: var(--open-ground); }
.verdict.holds, .verdict.breaks { color: var(--holds); background: var(--holds-ground); }
.reason { color: var(--open); font-size: 0.95rem; margin: 0.6rem 0 0; }
.verdict.fails, .verdict.does-not-break { color: var(--fails); background: var(--fails-ground); }
table { border-collapse: collapse; width: 100%; font-size: 0.93rem; line-height: 1.45; }
th { text-align: left; font-size: 0.78rem; font-weight: 600; color: var(--soft); padding: 0.4rem 0.7rem 0.4rem 0; border-bottom: 1px solid var(--line); vertical-align: bottom; }
td { padding: 0.55rem 0.7rem 0.55rem 0; border-bottom: 1px solid var(--line); vertical-align: top; }
.number { font-variant-numeric: tabular-nums; font-size: 0.9em; }
.interval { display: block; color: var(--soft); font-size: 0.92em; }
.symbol { font-style: italic; }
.quantity { font-weight: 400; }
code { font-size: 0.88em; }
.claim, .prose { background: var(--card); border: 1px solid var(--line); border-radius: 12px; padding: 1.6rem clamp(1rem, 4vw, 2rem); margin: 2rem 0; }
.statement { font-size: 1.1rem; line-height: 1.5; margin: 0.7rem 0 0.4rem; }
.claim > header { display: flex; gap: 1rem; align-items: baseline; justify-content: space-between; }
.claim > header h2 { margin: 0; }
dl { display: grid; grid-template-columns: fit-content(40%) 1fr; gap: 0.35rem 1.2rem; margin: 1.2rem 0; }
dt { color: var(--soft); font-size: 0.86rem; padding-top: 0.12rem; }
dd { margin: 0; }
figure { margin: 1.8rem 0 1.4rem; }
figure svg { display: block; width: 100%; max-width: 33rem; height: auto; margin: 0 auto; }
figcaption { font-size: 0.92rem; line-height: 1.5; color: var(--soft); max-width: 33rem; margin: 0.7rem auto 0; }
figcaption b { color: var(--text); font-weight: 600; }
.control { border-left: 3px solid var(--line); padding-left: 1rem; margin: 1.4rem 0 0.4rem; }
.control h3 { margin-top: 0; }
.control p { margin: 0.3rem 0; }
summary { cursor: pointer; font-size: 0.92rem; color: var(--link); padding: 0.3rem 0; }
@media (max-width: 40rem) {
  main { padding-top: 1.6rem; }
  dl { grid-template-columns: 1fr; gap: 0; }
  dd { margin-bottom: 0.6rem; }
  .stack thead { position: absolute; clip-path: inset(50%); width: 1px; height: 1px; overflow: hidden; }
  .stack tr { display: block; border-bottom: 1px solid var(--line); padding: 0.6rem 0; }
  .stack td { display: grid; grid-template-columns: 6.2rem 1fr; gap: 0.6rem; border: 0; padding: 0.15rem 0; }
  .stack .verdict { justify-self: start; }
  figure { margin-inline: -0.5rem; }
  .stack td::before { content: attr(data-label); color: var(--soft); font-size: 0.85rem; }
  .stack td:first-child { display: block; font-weight: 600; }
  .stack td:first-child .interval { font-weight: 400; }
  .stack td:first-child::before { content: none; }
}
@media print { body { background: none; } .claim, .prose { break-inside: avoid-page; border: 0; padding: 0; } details:not([open]) { display: none; } }
`
