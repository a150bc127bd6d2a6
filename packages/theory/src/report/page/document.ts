import { html, Markup } from './escape.ts'
import { style } from './style.ts'

/** A page in one file: no scripts, nothing fetched. */
export function documentOf(title: string, header: Markup, content: Markup): string {
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>multiview: ${title}</title>
<style>${new Markup(style)}</style>
</head>
<body>
<main>
<header>
<p class="kicker">multiview · ensembles and distillation, checked by computation</p>
${header}
</header>
${content}
</main>
</body>
</html>
`.text
}
