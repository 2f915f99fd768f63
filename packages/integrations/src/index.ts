/**
 * The doors to the outside, each with its fake beside it.
 * @module
 */
export { OperationalError } from './operational-error.ts'
export { MailRefused, namedSender, type MailDoor, type OutgoingMail } from './mail/mail-door.ts'
export { smtpDoor } from './mail/smtp-door.ts'
export { memoryDoor } from './mail/memory-door.ts'
export { noticeMail, stepMail, type MailContent, type NoticeKind, type Reader, type Subject } from './mail/notices.ts'
export { type FileStorage, type StoredFile, type StraightUpload, type StraightWay } from './files/file-storage.ts'
export { diskStorage } from './files/disk-storage.ts'
export { s3Storage } from './files/s3-storage.ts'
export { falseClaim, mediaTypeOf } from './files/media-type.ts'
export { safeFileName } from './files/file-name.ts'
export { loadSettings, type LoadedSettings } from './secrets/load-settings.ts'
export { cloudWatchDoor, memoryMetrics, type Measure, type MetricsDoor } from './metrics/metrics-door.ts'
export { awsSecrets, memorySecrets, type SecretsDoor } from './secrets/secrets-door.ts'
export { memoryQueues, mostAtOnce, sqsDoor, type QueueDoor, type QueueMessage } from './queue/queue-door.ts'
