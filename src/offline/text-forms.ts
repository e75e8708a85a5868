// How is a value written as text? SQL for its form in CSV and in JSON, by the engine's type; every digit is kept.
const integers = /^(U?(TINY|SMALL|BIG|HUGE)INT|U?INTEGER|BOOLEAN|DECIMAL.*)$/
const texts = /^(VARCHAR|UUID|TIME|TIME WITH TIME ZONE|INTERVAL|BIT|DATE|ENUM.*)$/

/** `DOUBLE[]` and `DOUBLE[3]` hold DOUBLE. */
const elementOf = (type: string): string | null => (/\[\d*\]$/.test(type) ? type.slice(0, type.lastIndexOf('[')) : null)

/** RFC 3339 with Z; the engine prints no trailing zeros of a fraction. */
const instant = (sql: string, type: string): string => {
  const utc = type.endsWith('WITH TIME ZONE') ? `CAST(${sql} AS TIMESTAMP)` : sql
  const text = `CAST(${utc} AS VARCHAR)`
  return `CASE WHEN isfinite(CAST(${sql} AS TIMESTAMP)) THEN replace(${text}, ' ', 'T') || 'Z' ELSE ${text} END`
}

/** What CSV holds: numbers, texts and dates as they print, instants in RFC 3339, bytes in base64, lists as JSON. */
export const csvForm = (sql: string, type: string): string => {
  if (type.startsWith('TIMESTAMP')) return instant(sql, type)
  if (type === 'BLOB') return `to_base64(${sql})`
  if (integers.test(type) || texts.test(type) || type === 'FLOAT' || type === 'DOUBLE') return sql
  return jsonForm(sql, type)
}

/** JSON text of a value, null where the value is; NaN and the infinities have no JSON and are null. */
export const jsonForm = (sql: string, type: string, depth = 0): string => {
  const element = elementOf(type)
  if (element !== null) {
    const item = `e${depth}`
    const items = `list_transform(${sql}, lambda ${item}: coalesce(${jsonForm(item, element, depth + 1)}, 'null'))`
    return `'[' || array_to_string(${items}, ',') || ']'`
  }
  if (integers.test(type)) return `CAST(${sql} AS VARCHAR)`
  if (type === 'DOUBLE') return `CASE WHEN isfinite(${sql}) THEN CAST(to_json(${sql}) AS VARCHAR) END`
  if (type === 'FLOAT') return `CASE WHEN isfinite(${sql}) THEN CAST(${sql} AS VARCHAR) END`
  if (type.startsWith('TIMESTAMP')) return `'"' || ${instant(sql, type)} || '"'`
  if (type === 'BLOB') return `'"' || to_base64(${sql}) || '"'`
  if (type === 'JSON') return `replace(replace(CAST(${sql} AS VARCHAR), chr(13), ' '), chr(10), ' ')`
  if (texts.test(type)) return `CAST(to_json(CAST(${sql} AS VARCHAR)) AS VARCHAR)`
  return `CASE WHEN ${sql} IS NOT NULL THEN CAST(to_json(${sql}) AS VARCHAR) END`
}
