import {
  CloudWatchLogsClient,
  CreateLogGroupCommand,
  OperationAbortedException,
  PutRetentionPolicyCommand,
  ResourceAlreadyExistsException,
} from '@aws-sdk/client-cloudwatch-logs'
import { ensureLogGroups, type Asked, type LogGroups } from './ensure-log-groups.ts'

const client = new CloudWatchLogsClient({ maxAttempts: 8 })

const groups: LogGroups = {
  make: (logGroupName) =>
    client.send(new CreateLogGroupCommand({ logGroupName })).then(
      () => true,
      (error: unknown) => {
        // The second: somebody else is making it at this moment.
        if (error instanceof ResourceAlreadyExistsException || error instanceof OperationAbortedException) return false
        throw error
      },
    ),
  async keep(logGroupName, retentionInDays) {
    await client.send(new PutRetentionPolicyCommand({ logGroupName, retentionInDays }))
  },
}

type Request = Asked & { ResponseURL: string; StackId: string; RequestId: string; LogicalResourceId: string }

/** Called by CloudFormation, which waits for what is put at the address it gives. */
export async function handler(request: Request): Promise<void> {
  const { StackId, RequestId, LogicalResourceId } = request
  const outcome = await ensureLogGroups(groups, request).then(
    (PhysicalResourceId) => ({ Status: 'SUCCESS', PhysicalResourceId }),
    (error: unknown) => {
      const Reason = error instanceof Error ? error.message : String(error)
      console.error(JSON.stringify({ level: 'error', msg: Reason }))
      return { Status: 'FAILED', Reason, PhysicalResourceId: request.PhysicalResourceId ?? 'log-groups' }
    },
  )
  const answered = await fetch(request.ResponseURL, {
    method: 'PUT',
    // The address is signed for a request without a type.
    headers: { 'content-type': '' },
    body: JSON.stringify({ ...outcome, StackId, RequestId, LogicalResourceId }),
    signal: AbortSignal.timeout(20_000),
  })
  if (!answered.ok) throw new Error(`CloudFormation did not take the answer: ${answered.status}`)
}
