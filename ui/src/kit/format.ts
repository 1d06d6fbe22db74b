/** "14:02", in the computer's own time zone; the language is the catalogue's. */
export function clockTime(iso: string): string {
  const date = new Date(iso);
  if (Number.isNaN(date.getTime())) return iso;
  return new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit" }).format(date);
}

/** "88 ms" below a second, "1.2 s" above. */
export function duration(millis: number): string {
  return millis < 1000 ? `${millis} ms` : `${(millis / 1000).toFixed(1)} s`;
}

/** A JSON value as one reads it in a table: texts without quotation marks. */
export function plainValue(value: unknown): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}
