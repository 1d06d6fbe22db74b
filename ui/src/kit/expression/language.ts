import { HighlightStyle, StreamLanguage, type StringStream, syntaxHighlighting } from "@codemirror/language";
import { Tag } from "@lezer/highlight";

const tags = {
  function: Tag.define(),
  attribute: Tag.define(),
  text: Tag.define(),
  number: Tag.define(),
  word: Tag.define(),
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
      return "text";
    }
    if (stream.eatSpace()) return null;
    if (stream.match(/^\[[^\]\n]*\]?/)) return "attribute";
    if (stream.match(/^\w+(?=\s*\()/)) return "function";
    if (stream.match(/^-?(\d+|&H[0-9a-f]+)/i)) return "number";
    if (stream.match(/^\w+/)) return "word";
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
  { tag: tags.function, color: "var(--colorBrandForeground1)", fontWeight: "500" },
  { tag: tags.attribute, color: "var(--jsonLiteral)" },
  { tag: tags.text, color: "var(--jsonText)" },
  { tag: tags.number, color: "var(--jsonLiteral)" },
]);

export const entraExpression = [language, syntaxHighlighting(colours)];
