import { describe, expect, test } from 'vitest'
import { csvCell, csvOf } from './export-csv.ts'

describe('a cell of an exported file', () => {
  test.each(['=1+1', '+49 170', '-2', '@sum', '\tx', '\rx', '\nx'])('%j is never run as a formula', (text) => {
    expect(csvCell(text).replace(/^"/, '')).toMatch(/^'/)
  })
  test('a number stays a number', () => {
    expect(csvCell(-3)).toBe('-3')
  })
  test('commas, quotes and line breaks stay inside', () => {
    expect(csvCell('Müller, "Anna"\nBern')).toBe('"Müller, ""Anna""\nBern"')
  })
  test('a formula with a comma is both guarded and quoted', () => {
    expect(csvCell('=HYPERLINK("http://evil",1)')).toBe(`"'=HYPERLINK(""http://evil"",1)"`)
  })
})

test('the file says first what was asked for, then holds what was seen', () => {
  expect(csvOf([['Filters', 'Status: In progress']], ['Name', 'Done'], [['Invoice 7', 3]])).toBe(
    '\u{feff}Filters,Status: In progress\r\n\r\nName,Done\r\nInvoice 7,3\r\n',
  )
})
