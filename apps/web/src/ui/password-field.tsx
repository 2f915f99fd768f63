import { PasswordInput, type PasswordInputProps } from '@mantine/core'
import { useTranslation } from 'react-i18next'

/** A password, hidden until one asks to see it; that button is named, and the keyboard reaches it. */
export function PasswordField({
  value,
  onChange,
  ...props
}: Omit<PasswordInputProps, 'value' | 'onChange' | 'maxLength' | 'required' | 'visibilityToggleButtonProps'> & {
  autoComplete: 'current-password' | 'new-password'
  value: string
  onChange: (password: string) => void
}) {
  const { t } = useTranslation()
  return (
    <PasswordInput
      {...props}
      required
      // As many as the server takes.
      maxLength={1000}
      visibilityToggleButtonProps={{ 'aria-label': t('showPassword'), tabIndex: 0 }}
      value={value}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  )
}
