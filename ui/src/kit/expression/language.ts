import { HighlightStyle, StreamLanguage, type StringStream, syntaxHighlighting } from "@codemirror/language";
import { Tag } from "@lezer/highlight";

/** Names of our own: CodeMirror has a meaning of its own for `attribute`. */
const tags = {
  call: Tag.define(),
  source: Tag.define(),
  constant: Tag.define(),
  figure: Tag.define(),
};

/** Colours only. What is right and wrong is the core's to say. */
const language = StreamLanguage.define<{ inText: boolean }>({
  name: "entra-expression",
  startState: () => ({ inText: false }),
  tokenTable: tags,
  languageData: { closeBrackets: { brackets: ["(", "[", '"'], before: ')],"' } },
  token(stream, state) {
    if (state.inText || stream.eat('"')) {
      state.inText = !closes(stream);
      return "constant";
    }
    if (stream.eatSpace()) return null;
    if (stream.match(/^\[[^\]\n]*\]?/)) return "source";
    if (stream.match(/^\w+(?=\s*\()/)) return "call";
    if (stream.match(/^-?(\d+|&H[0-9a-f]+)/i)) return "figure";
    if (stream.match(/^\w+/)) return null;
    stream.next();
    return null;
  },
});

/** Goes to the closing quote, or to the line's end where there is none on this line. */
function closes(stream: StringStream): boolean {
  while (!stream.eol()) {
    const character = stream.next();
    if (character === '"') return true;
    if (character === "\\") stream.next();
  }
  return false;
}

const colours = HighlightStyle.define([
  { tag: tags.call, color: "var(--colorBrandForeground1)", fontWeight: "500" },
  { tag: tags.source, color: "var(--jsonLiteral)" },
  { tag: tags.constant, color: "var(--jsonText)" },
  { tag: tags.figure, color: "var(--jsonLiteral)" },
]);

export const entraExpression = [language, syntaxHighlighting(colours)];
