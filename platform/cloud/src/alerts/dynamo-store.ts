import {
  ConditionalCheckFailedException,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
  type DynamoDBClient,
} from '@aws-sdk/client-dynamodb'
import type { Store } from './store.ts'

/** The index that holds only what is pending: partition `pending`, sort key `pendingAt`. */
export const pendingIndex = 'pending'

/**
 * The store on a DynamoDB table with the text key `id`. Items expire by the attribute `expires`, seconds since 1970.
 * Only what is pending carries the keys of the index, so the sweep reads nothing else.
 */
export function dynamoStore(client: Pick<DynamoDBClient, 'send'>, tableName: string): Store {
  return {
    read: async <T>(id: string) => {
      const { Item: item } = await client.send(
        new GetItemCommand({ TableName: tableName, Key: { id: { S: id } }, ConsistentRead: true }),
      )
      if (!item?.['value']?.S || !item['version']?.N) return undefined
      return { value: JSON.parse(item['value'].S) as T, version: Number(item['version'].N) }
    },
    write: async (id, value, { version, pendingAt, expiresAt }) => {
      try {
        await client.send(
          new PutItemCommand({
            TableName: tableName,
            Item: {
              id: { S: id },
              value: { S: JSON.stringify(value) },
              version: { N: String(version + 1) },
              expires: { N: String(Math.ceil(expiresAt / 1000)) },
              ...(pendingAt !== undefined && { pending: { S: 'yes' }, pendingAt: { N: String(pendingAt) } }),
            },
            ...(version === 0
              ? { ConditionExpression: 'attribute_not_exists(id)' }
              : {
                  ConditionExpression: '#version = :version',
                  ExpressionAttributeNames: { '#version': 'version' },
                  ExpressionAttributeValues: { ':version': { N: String(version) } },
                }),
          }),
        )
        return true
      } catch (error) {
        if (error instanceof ConditionalCheckFailedException) return false
        throw error
      }
    },
    pending: async (now, limit) => {
      const { Items: items = [] } = await client.send(
        new QueryCommand({
          TableName: tableName,
          IndexName: pendingIndex,
          KeyConditionExpression: 'pending = :yes AND pendingAt <= :now',
          ExpressionAttributeValues: { ':yes': { S: 'yes' }, ':now': { N: String(now) } },
          Limit: limit,
        }),
      )
      return items.flatMap(({ id }) => id?.S ?? [])
    },
  }
}
