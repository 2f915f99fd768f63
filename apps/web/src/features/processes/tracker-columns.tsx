import { Button, Menu } from '@mantine/core'
import { IconColumns3 } from '@tabler/icons-react'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { useLocalSetting } from '../../lib/local-setting.ts'
import { type ColumnId, columnIds, columnsAtFirst, readColumns } from './column-list.ts'

/** The columns this browser shows, in their fixed order. */
export function useChosenColumns(): [readonly ColumnId[], (columns: readonly ColumnId[]) => void] {
  const [saved, save] = useLocalSetting('tracker-columns', columnsAtFirst.join(','))
  const columns = useMemo(() => readColumns(saved), [saved])
  return [columns, (next) => save(next.join(','))]
}

export function ColumnsMenu({
  chosen,
  onChange,
}: {
  chosen: readonly ColumnId[]
  onChange: (columns: readonly ColumnId[]) => void
}) {
  const { t } = useTranslation('processes')
  return (
    <Menu width={220}>
      <Menu.Target>
        <Button variant="default" leftSection={<IconColumns3 size={16} aria-hidden />}>
          {t('columns.button')}
        </Button>
      </Menu.Target>
      <Menu.Dropdown aria-label={t('columns.button')}>
        {columnIds
          .filter((id) => id !== 'name')
          .map((id) => {
            const shown = chosen.includes(id)
            return (
              <Menu.CheckboxItem
                key={id}
                checked={shown}
                onChange={(wanted) => onChange(wanted ? [...chosen, id] : chosen.filter((one) => one !== id))}
              >
                {t(`column.${id}`)}
              </Menu.CheckboxItem>
            )
          })}
        <Menu.Divider />
        <Menu.Item onClick={() => onChange(columnsAtFirst)}>{t('columns.reset')}</Menu.Item>
      </Menu.Dropdown>
    </Menu>
  )
}
