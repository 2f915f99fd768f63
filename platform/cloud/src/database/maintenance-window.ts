/**
 * When RDS may restart a server for an update, which with Multi-AZ is a failover. Not in the hours in which Beanstalk
 * brings new instances up (monitoring/update-window.ts): they would not be ready, and the update would be given up.
 */
export const maintenanceWindow = 'sat:02:30-sat:03:30'
