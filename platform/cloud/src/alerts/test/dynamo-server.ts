import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { json } from 'node:stream/consumers'

type Item = Record<string, { S?: string; N?: string }>
interface Request {
  TableName: string
  Key: Item
  Item: Item
  ConditionExpression?: string
  ExpressionAttributeValues?: Item
  ConsistentRead?: boolean
  IndexName?: string
  KeyConditionExpression?: string
  Limit?: number
}

/**
 * As much of DynamoDB's wire as the store of alerts speaks: one table, its three requests, its conditions. Anything
 * else is an error, so that a request with another condition does not seem to hold.
 */
export async function startDynamo(): Promise<{ url: string; stop: () => Promise<void> }> {
  const items = new Map<string, Item>()
  const operations: Record<string, (request: Request) => object> = {
    GetItem: ({ Key: key, ConsistentRead: consistent }) => {
      if (!consistent) throw new Error('An inconsistent read may be older than what was written.')
      return { Item: items.get(key['id']!.S!) }
    },
    PutItem: ({ Item: item, ConditionExpression: condition, ExpressionAttributeValues: values }) => {
      const id = item['id']!.S!
      const held = items.get(id)
      const holds = {
        'attribute_not_exists(id)': () => !held,
        '#version = :version': () => held?.['version']?.N === values?.[':version']?.N,
      }[condition ?? '']
      if (!holds) throw new Error(`unknown condition ${condition}`)
      if (!holds()) throw new Refused()
      items.set(id, item)
      return {}
    },
    Query: ({
      IndexName: index,
      KeyConditionExpression: condition,
      ExpressionAttributeValues: values,
      Limit: limit,
    }) => {
      if (index !== 'pending' || condition !== 'pending = :yes AND pendingAt <= :now') throw new Error('unknown query')
      const found = [...items.values()]
        .filter((item) => item['pending']?.S === values?.[':yes']?.S)
        .filter((item) => Number(item['pendingAt']?.N) <= Number(values?.[':now']?.N))
        .toSorted((a, b) => Number(a['pendingAt']?.N) - Number(b['pendingAt']?.N))
      return { Items: found.slice(0, limit) }
    },
  }
  const server = createServer((request, response) => void respond(request, response))
  async function respond(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const operation = String(request.headers['x-amz-target']).replace('DynamoDB_20120810.', '')
    const answer = (status: number, body: object) =>
      response.writeHead(status, { 'content-type': 'application/x-amz-json-1.0' }).end(JSON.stringify(body))
    try {
      answer(200, operations[operation]!((await json(request)) as Request))
    } catch (error) {
      const type = error instanceof Refused ? 'ConditionalCheckFailedException' : 'ValidationException'
      answer(400, { __type: `com.amazonaws.dynamodb.v20120810#${type}`, message: String(error) })
    }
  }
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

class Refused extends Error {}
