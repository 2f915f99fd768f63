import { session } from '@baton/contract'
import { useQueryClient } from '@tanstack/react-query'
import { useRouter } from '@tanstack/react-router'
import { write } from '../../lib/api.ts'
import { messageOf } from '../../ui/error-state.tsx'
import { toastFailed } from '../../ui/toast.tsx'
import { paths } from '../paths.ts'

/** Ends the session and forgets everything that was shown. */
export function useSignOut(): () => void {
  const client = useQueryClient()
  const router = useRouter()
  return () => {
    write(session.signOut, {}).then(
      async () => {
        await router.navigate(paths.signIn())
        client.clear()
      },
      (refused: unknown) => toastFailed(messageOf(refused)),
    )
  }
}
