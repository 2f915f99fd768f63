/** A hue, 0–359, that is always the same for the same text and spread well over many. */
export function hueOf(text: string): number {
  let hash = 2166136261
  for (let at = 0; at < text.length; at++) hash = Math.imul(hash ^ text.charCodeAt(at), 16777619)
  return (Math.imul(hash >>> 0, 2654435761) >>> 0) % 360
}
