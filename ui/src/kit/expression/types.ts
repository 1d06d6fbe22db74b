/** A run of characters, from one index up to another. Counted in characters, as the core counts; not in UTF-16 units. */
export type CharacterSpan = readonly [from: number, to: number];

/** A finding about the text, drawn under its part. A fix is the whole text as it would be. */
export type EditorMark = {
  span: CharacterSpan;
  severity: "error" | "warning" | "info";
  message: string;
  fixes: { label: string; text: string }[];
};

/** Something that fits at the caret. */
export type EditorOption = {
  label: string;
  kind: "function" | "attribute" | "word" | "constant" | "operator";
  /** What is put in; the caret goes to `caret`, counted in characters from its start. */
  insert: string;
  caret: number;
  /** Beside the label: a signature, or the picked person's value. */
  detail: string;
  /** The help beside the list. */
  info: string;
};

/** The options stand in the order of their likelihood. */
export type EditorCompletions = { from: number; to: number; options: EditorOption[] };

/** The call around the caret. */
export type EditorSignature = {
  function: string;
  parameters: { label: string; summary: string }[];
  /** The parameter the caret is in. */
  active: number | null;
  summary: string;
};

export type EditorHover = { span: CharacterSpan; title: string; text: string; note: string };

/** What the core knows about a text at a place, asked as it is needed. Places are counted in characters. */
export type EditorHelp = {
  complete: (text: string, place: number) => Promise<EditorCompletions>;
  signature: (text: string, place: number) => Promise<EditorSignature | null>;
  hover: (text: string, place: number) => Promise<EditorHover | null>;
  /** The text laid out; as it is where nothing is to be done. */
  format: (text: string) => Promise<string>;
};
