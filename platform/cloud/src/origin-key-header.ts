/** The distribution writes it into whatever it asks of the balancer, over whatever a browser wrote there. */
export const originKeyHeader = 'x-baton-origin-key'
