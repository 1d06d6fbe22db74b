/** JSON laid out for reading: short objects stay on one line, and each line knows which values stand on it. */
export type JsonToken = { kind: "key" | "string" | "literal" | "mark"; text: string };

export type JsonLine = {
  indent: number;
  tokens: JsonToken[];
  /** JSON pointers of the values on this line. */
  pointers: string[];
};

const WIDTH = 58;

export function jsonLines(value: unknown): JsonLine[] {
  const lines: JsonLine[] = [];
  write(value, "", 0, [], "", lines, true);
  return lines;
}

const mark = (text: string): JsonToken => ({ kind: "mark", text });
const key = (name: string): JsonToken[] => [{ kind: "key", text: JSON.stringify(name) }, mark(": ")];

function scalar(value: unknown): JsonToken {
  return typeof value === "string"
    ? { kind: "string", text: JSON.stringify(value) }
    : { kind: "literal", text: JSON.stringify(value) ?? "null" };
}

function write(
  value: unknown,
  pointer: string,
  indent: number,
  lead: JsonToken[],
  tail: string,
  lines: JsonLine[],
  root = false,
) {
  const entries = entriesOf(value);
  if (!entries || entries.length === 0) {
    const token = entries ? mark(Array.isArray(value) ? "[]" : "{}") : scalar(value);
    lines.push({ indent, tokens: [...lead, token, ...after(tail)], pointers: [pointer] });
    return;
  }
  const inline = root ? null : onOneLine(value, pointer);
  if (inline && indent * 2 + length(lead) + length(inline.tokens) <= WIDTH) {
    lines.push({ indent, tokens: [...lead, ...inline.tokens, ...after(tail)], pointers: inline.pointers });
    return;
  }
  const list = Array.isArray(value);
  const single: unknown = Array.isArray(value) && value.length === 1 ? value[0] : null;
  const only = Array.isArray(single) ? null : entriesOf(single);
  if (only) {
    // A list of one object opens and closes with it.
    lines.push({ indent, tokens: [...lead, mark("[{")], pointers: [] });
    writeEntries(only, false, `${pointer}/0`, indent + 1, lines);
    lines.push({ indent, tokens: [mark("}]"), ...after(tail)], pointers: [] });
    return;
  }
  lines.push({ indent, tokens: [...lead, mark(list ? "[" : "{")], pointers: [] });
  writeEntries(entries, list, pointer, indent + 1, lines);
  lines.push({ indent, tokens: [mark(list ? "]" : "}"), ...after(tail)], pointers: [] });
}

function writeEntries(
  entries: [string, unknown][],
  list: boolean,
  pointer: string,
  indent: number,
  lines: JsonLine[],
) {
  entries.forEach(([name, child], index) => {
    const comma = index < entries.length - 1 ? "," : "";
    write(child, `${pointer}/${name}`, indent, list ? [] : key(name), comma, lines);
  });
}

function onOneLine(value: unknown, pointer: string): Pick<JsonLine, "tokens" | "pointers"> | null {
  const entries = entriesOf(value);
  if (!entries) return { tokens: [scalar(value)], pointers: [pointer] };
  // A list of texts reads better one below the other.
  if (Array.isArray(value) && value.some((item) => typeof item === "string")) return null;
  const list = Array.isArray(value);
  const tokens: JsonToken[] = [mark(list ? "[" : "{ ")];
  const pointers: string[] = [pointer];
  for (const [index, [name, child]] of entries.entries()) {
    const inner = onOneLine(child, `${pointer}/${name}`);
    if (!inner) return null;
    if (index > 0) tokens.push(mark(", "));
    if (!list) tokens.push(...key(name));
    tokens.push(...inner.tokens);
    pointers.push(...inner.pointers);
  }
  tokens.push(mark(list ? "]" : " }"));
  return { tokens, pointers };
}

function entriesOf(value: unknown): [string, unknown][] | null {
  if (Array.isArray(value)) return value.map((item, index) => [String(index), item]);
  if (typeof value === "object" && value !== null) return Object.entries(value);
  return null;
}

const after = (tail: string) => (tail ? [mark(tail)] : []);
const length = (tokens: JsonToken[]) => tokens.reduce((sum, token) => sum + token.text.length, 0);
