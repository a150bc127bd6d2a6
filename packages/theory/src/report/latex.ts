import type { ClaimPage } from '../claims/claim.ts'
import type { Figure } from '../drawing/figure.ts'
import type { Report } from '../schema/report.ts'
import type { ReportClaim } from '../schema/types.ts'
import { boundInWords, intervalInWords, valueInWords } from './page/words.ts'
import { rendererOf } from './render.ts'
import { tex } from './tex.ts'

const head = `% Needs the packages booktabs and graphicx. The figures of the report are SVG. This makes the PDF
% that LaTeX includes, in the folder figures:
%   for f in *.svg; do rsvg-convert -f pdf -o "\${f%.svg}.pdf" "$f"; done`

/** A table of the claims, and the first figure of each with its caption. */
export const reportToLatex = async (report: Report, known?: readonly ClaimPage[]): Promise<string> => {
  const { figures } = (await rendererOf(known))(report)
  const ofClaims = report.claims.flatMap(({ id }) => {
    const figure = figures.find(({ name }) => name.startsWith(`${id}-`))
    return figure === undefined ? [] : [figureOf(id, figure)]
  })
  return `${[head, tableOf(report), ...ofClaims].join('\n\n')}\n`
}

const figureOf = (id: string, { name, title, caption }: Figure): string => String.raw`\begin{figure}
  \centering
  \includegraphics[width=\linewidth]{figures/${name}}
  \caption{${tex(title)}${/[.?]$/.test(title) ? '' : '.'} ${tex(caption)}}
  \label{fig:${id}}
\end{figure}`

const tableOf = ({ claims, preset, seed, version }: Report): string => String.raw`\begin{table}
  \centering
  \caption{Claims, checked by multiview ${tex(version)}, preset ${tex(preset)}, seed ${seed}.}
  \label{tab:claims}
  \begin{tabular}{lllll}
    \toprule
    Claim & Measured, interval & Bound & Verdict & Control \\
    \midrule
${claims.map(rowOf).join('\n')}
    \bottomrule
  \end{tabular}
\end{table}`

const rowOf = ({ title, measured, bound, verdict, control }: ReportClaim): string => {
  const cells = [
    title,
    `${valueInWords(measured.value)}, ${intervalInWords(measured)}`,
    boundInWords(bound),
    verdict,
    `${valueInWords(control.measured.value)}, ${control.verdict}`,
  ]
  return String.raw`    ${cells.map(tex).join(' & ')} \\`
}
