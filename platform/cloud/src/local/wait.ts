/** Lets so many milliseconds pass: the beat of something that asks again and again. */
export const wait = (milliseconds: number): Promise<void> =>
  new Promise((resolve) => {
    setTimeout(resolve, milliseconds)
  })
