/** Every import that crosses a boundary it should not, one to a line; nothing when there is none. */
export function checkBoundaries(): string | undefined
/** What a file imports, as written: also types, re-exports and `import()` with a plain text. */
export function importsOf(file: string, text: string): string[]
/** Whether a file may import this: what is wrong and what to do instead, or nothing when it may. */
export function judge(file: string, wanted: string): string | undefined
