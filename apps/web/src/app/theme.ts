import { createTheme, type MantineColorsTuple, type MantineTheme, mergeThemeOverrides } from '@mantine/core'

/** The accent. White on 600 (index 6), and 400 (index 4) on near-black, both pass 4.5 : 1. */
const teal: MantineColorsTuple = [
  '#ecfaf7',
  '#d3f3ec',
  '#a8e6da',
  '#74d4c4',
  '#43bdac',
  '#1f9d8d',
  '#0b7a70',
  '#09655d',
  '#08514b',
  '#063c38',
]
/** Neutral with a hint of blue. */
const gray: MantineColorsTuple = [
  '#f8f9fb',
  '#f1f3f6',
  '#e6e9ee',
  '#d5dae2',
  '#bcc4cf',
  '#8b95a4',
  '#5a6474',
  '#434c5a',
  '#2c333f',
  '#1a2029',
]
const dark: MantineColorsTuple = [
  '#dfe3e9',
  '#b6bec9',
  '#99a3b0',
  '#6d7784',
  '#3b434e',
  '#2b323b',
  '#20262d',
  '#14181d',
  '#101317',
  '#0b0e11',
]

const overrides = createTheme({
  primaryColor: 'teal',
  primaryShade: 6,
  black: '#1a2029',
  colors: { teal, gray, dark },
  fontFamily: "'Inter Variable', system-ui, -apple-system, 'Segoe UI', sans-serif",
  fontFamilyMonospace: "ui-monospace, 'SF Mono', 'Cascadia Code', Menlo, monospace",
  fontSizes: { xs: '0.75rem', sm: '0.8125rem', md: '0.875rem', lg: '1rem', xl: '1.25rem' },
  lineHeights: { xs: '1.35', sm: '1.45', md: '1.5', lg: '1.5', xl: '1.35' },
  spacing: { xs: '0.5rem', sm: '0.75rem', md: '1rem', lg: '1.5rem', xl: '2rem' },
  radius: { xs: '3px', sm: '4px', md: '6px', lg: '8px', xl: '12px' },
  defaultRadius: 'md',
  cursorType: 'pointer',
  focusRing: 'auto',
  respectReducedMotion: true,
  headings: {
    fontWeight: '600',
    sizes: {
      h1: { fontSize: '1.75rem', lineHeight: '1.2' },
      h2: { fontSize: '1.25rem', lineHeight: '1.3' },
      h3: { fontSize: '1rem', lineHeight: '1.4' },
      h4: { fontSize: '0.875rem', lineHeight: '1.45' },
    },
  },
  components: {
    Button: { defaultProps: { size: 'sm' } },
    ActionIcon: { defaultProps: { variant: 'subtle', color: 'gray', size: 28 } },
    Tooltip: { defaultProps: { openDelay: 400, withArrow: false, events: { hover: true, focus: true, touch: false } } },
    Menu: {
      defaultProps: {
        // A menu may only hold items; the first one takes the focus instead.
        withInitialFocusPlaceholder: false,
        shadow: 'md',
        position: 'bottom-end',
        transitionProps: { duration: 120, transition: 'pop-top-right' },
      },
    },
    Modal: {
      defaultProps: {
        centered: true,
        // Else readers take each dialog's head for another banner of the page.
        attributes: { header: { role: 'presentation' } },
        overlayProps: { backgroundOpacity: 0.35 },
        radius: 'lg',
        transitionProps: { duration: 140, transition: 'pop' },
      },
    },
    Popover: { defaultProps: { shadow: 'md', transitionProps: { duration: 120 } } },
    Badge: { defaultProps: { variant: 'light', radius: 'sm' } },
  },
})

export const theme: Partial<MantineTheme> = mergeThemeOverrides(overrides) as Partial<MantineTheme>
