import { connect } from 'node:tls'
import { environment } from '@baton/runtime'
import { askFromOutside } from './ask-from-outside.ts'

const address = environment['ASK_ADDRESS']
if (!address) throw new Error('ASK_ADDRESS is missing: nothing to ask.')

/** Milliseconds; two questions one after the other end before the function does. */
const patience = 10_000

/** Called each minute. It fails when people would not get what they need: an alarm counts its failures. */
export async function handler(): Promise<void> {
  const { faults, certificateDays } = await askFromOutside(address!, {
    fetch,
    certificateEnds,
    now: () => new Date(),
    patience,
  })
  // A filter of the log makes a number of this line.
  if (certificateDays !== undefined) console.info({ certificateDays })
  if (faults.length > 0) throw new Error(faults.join('\n'))
}

const certificateEnds = (host: string): Promise<Date> =>
  new Promise((resolve, reject) => {
    // One that has ended is looked at too: that it has ended is what is to be told.
    const socket = connect({ host, port: 443, servername: host, rejectUnauthorized: false, timeout: patience }, () => {
      resolve(new Date(socket.getPeerCertificate().valid_to))
      socket.destroy()
    })
    socket.on('timeout', () => socket.destroy(new Error('it keeps silent')))
    socket.on('error', reject)
  })
