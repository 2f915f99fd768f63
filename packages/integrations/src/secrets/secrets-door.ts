/** Where secrets are kept. */
export type SecretsDoor = {
  /**
   * The newest text of a secret.
   * @throws when it is not there, may not be read, or the service does not answer
   */
  read(arn: string): Promise<string>
  close(): void
}

/** AWS Secrets Manager. Its client is loaded with the first reading. */
export function awsSecrets({ region, endpoint }: { region?: string; endpoint?: string }): SecretsDoor {
  let opened: ReturnType<typeof open> | undefined
  const open = async () => {
    const { GetSecretValueCommand, SecretsManagerClient } = await import('@aws-sdk/client-secrets-manager')
    const client = new SecretsManagerClient({ region, endpoint, maxAttempts: 4 })
    return { client, get: (arn: string) => client.send(new GetSecretValueCommand({ SecretId: arn })) }
  }
  return {
    async read(arn) {
      const { get } = await (opened ??= open())
      const { SecretString } = await get(arn)
      if (SecretString === undefined) throw new Error('it holds bytes, but text was wanted')
      return SecretString
    },
    close: () => void opened?.then(({ client }) => client.destroy()),
  }
}

/** Secrets that a test holds in its hand, and may change. */
export function memorySecrets(secrets: Record<string, string>): SecretsDoor & { readings: number } {
  return {
    readings: 0,
    read(arn) {
      this.readings += 1
      const text = secrets[arn]
      return text === undefined ? Promise.reject(new Error('there is no such secret')) : Promise.resolve(text)
    },
    close() {},
  }
}
