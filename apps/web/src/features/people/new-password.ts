/** Without letters that look alike. 56 of them. */
const letters = 'ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnpqrstuvwxyz23456789'

/** A first password that can be read out: four groups of five letters and digits, 116 bits. */
export function newPassword(): string {
  const drawn: string[] = []
  while (drawn.length < 20) {
    // The last incomplete stretch of the byte is drawn again, so that no letter is likelier than another.
    for (const byte of crypto.getRandomValues(new Uint8Array(32))) {
      if (byte < 256 - (256 % letters.length) && drawn.length < 20) drawn.push(letters[byte % letters.length]!)
    }
  }
  return [0, 5, 10, 15].map((at) => drawn.slice(at, at + 5).join('')).join('-')
}
