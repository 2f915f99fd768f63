import { isResult, type NotMeasured, type Result } from './result.ts'

/** All results as a table for people, notes below each line. */
export function tableOf(results: (Result | NotMeasured)[]): string {
  const rows = results.map((result) =>
    isResult(result)
      ? [
          result.name,
          `${number(result.value)} ${result.unit}`,
          result.peer === undefined ? '–' : `${number(result.peer)} (${result.peerIs})`,
          result.ratio === undefined ? '–' : `${result.ratio.toFixed(2)} ×`,
          result.mark ? `${result.mark.says}: ${result.mark.reached ? 'reached' : 'missed'}` : '–',
        ]
      : [result.name, 'not measured', result.because, '', ''],
  )
  const head = ['what', 'value', 'beside', 'ratio', 'mark']
  const widths = head.map((title, column) => Math.max(title.length, ...rows.map((row) => row[column]!.length)))
  const line = (cells: string[]) =>
    cells
      .map((cell, column) => cell.padEnd(widths[column]!))
      .join('  ')
      .trimEnd()
  return [
    line(head),
    line(widths.map((width) => '─'.repeat(width))),
    ...rows.flatMap((row, place) => {
      const result = results[place]!
      return [line(row), ...(isResult(result) ? (result.notes ?? []).map((note) => `    ${note}`) : [])]
    }),
  ].join('\n')
}

const number = (value: number): string =>
  value >= 100 ? Math.round(value).toLocaleString('en') : Number(value.toPrecision(3)).toString()
