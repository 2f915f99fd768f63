/**
 * Whether each letter of what was typed comes in the label, in order; every word typed may begin anywhere. Case and
 * accents do not count. Nothing typed fits everything.
 */
export function matches(label: string, typed: string): boolean {
  const text = plain(label)
  return plain(typed)
    .split(/\s+/)
    .every((word) => {
      if (text.includes(word)) return true
      let at = -1
      return [...word].every((letter) => (at = text.indexOf(letter, at + 1)) >= 0)
    })
}

const plain = (text: string) => text.toLowerCase().normalize('NFD').replace(/\p{M}/gu, '').trim()
