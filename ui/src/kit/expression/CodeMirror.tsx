import {
  autocompletion,
  type Completion,
  type CompletionContext,
  closeBrackets,
  closeBracketsKeymap,
  completionKeymap,
} from "@codemirror/autocomplete";
import { defaultKeymap, history, historyKeymap } from "@codemirror/commands";
import { bracketMatching } from "@codemirror/language";
import { lintKeymap, setDiagnostics } from "@codemirror/lint";
import { EditorState, Prec, StateEffect, StateField } from "@codemirror/state";
import {
  Decoration,
  type DecorationSet,
  drawSelection,
  EditorView,
  hoverTooltip,
  keymap,
  tooltips,
} from "@codemirror/view";
import { useEffect, useEffectEvent, useRef } from "react";
import { entraExpression } from "./language";
import { smallestChange, toCharacters, toUnits } from "./offsets";
import { editorTheme } from "./theme";
import type { CharacterSpan, EditorHelp, EditorMark, EditorOption } from "./types";

export type EditorProps = {
  /** The id of the element that names the field. */
  labelledBy: string;
  value: string;
  onChange: (value: string) => void;
  marks: EditorMark[];
  /** A part to show, such as the one whose value is looked at. */
  shown: CharacterSpan | null;
  help: EditorHelp;
  /** The caret moved or the text changed: the place of the caret, in characters. */
  onCaret: (text: string, place: number) => void;
};

const showPart = StateEffect.define<{ from: number; to: number } | null>();

const shownPart = StateField.define<DecorationSet>({
  create: () => Decoration.none,
  update(parts, transaction) {
    let next = parts.map(transaction.changes);
    for (const effect of transaction.effects) {
      if (!effect.is(showPart)) continue;
      const part = effect.value;
      next =
        part && part.from < part.to
          ? Decoration.set([Decoration.mark({ class: "cm-shown-part" }).range(part.from, part.to)])
          : Decoration.none;
    }
    return next;
  },
  provide: (field) => EditorView.decorations.from(field),
});

/** The editor itself. Loaded when an expression is first looked at, so that the window's first paint does not wait for it. */
export default function CodeMirror(props: EditorProps) {
  const host = useRef<HTMLDivElement>(null);
  const view = useRef<EditorView | null>(null);
  /** What was typed and has not come back as the value yet. */
  const told = useRef<string[]>([]);
  const { value, marks, shown } = props;

  const onUpdate = useEffectEvent((text: string, place: number, changed: boolean) => {
    if (changed && text !== props.value) {
      told.current.push(text);
      props.onChange(text);
    }
    props.onCaret(text, place);
  });
  const complete = useEffectEvent((context: CompletionContext) => completions(context, props.help));
  const hover = useEffectEvent((text: string, place: number) => props.help.hover(text, place));
  const format = useEffectEvent((editor: EditorView) => {
    const text = editor.state.doc.toString();
    void props.help.format(text).then((laidOut) => {
      // An answer to what stands there no more is none.
      if (editor.state.doc.toString() === text) replaceAll(editor, laidOut);
    });
    return true;
  });
  const fix = useEffectEvent((editor: EditorView) => {
    const text = editor.state.doc.toString();
    const place = toCharacters(text, editor.state.selection.main.head);
    const near = props.marks.find(({ span, fixes }) => fixes[0] && span[0] <= place && place <= span[1]);
    const first = (near ?? props.marks.find(({ fixes }) => fixes[0]))?.fixes[0];
    if (first) replaceAll(editor, first.text);
    return first !== undefined;
  });
  const initial = useRef({ value, labelledBy: props.labelledBy });

  useEffect(() => {
    if (!host.current) return;
    const editor = new EditorView({
      parent: host.current,
      state: EditorState.create({
        doc: initial.current.value,
        extensions: [
          Prec.high(
            keymap.of([
              { key: "Shift-Alt-f", run: format, preventDefault: true },
              { key: "Alt-Enter", run: fix },
            ]),
          ),
          history(),
          drawSelection(),
          bracketMatching(),
          closeBrackets(),
          entraExpression,
          editorTheme,
          // Above the page, not cut off by a panel; below the element that has the theme's colours.
          tooltips({
            position: "fixed",
            parent: host.current.closest<HTMLElement>("[data-floats]") ?? host.current,
          }),
          shownPart,
          EditorView.lineWrapping,
          EditorView.contentAttributes.of({
            "aria-labelledby": initial.current.labelledBy,
            "data-expression": "",
            spellcheck: "false",
            autocorrect: "off",
            autocapitalize: "off",
          }),
          autocompletion({
            override: [(context) => complete(context)],
            icons: false,
            maxRenderedOptions: 60,
          }),
          hoverTooltip(async (editor, position) => {
            const text = editor.state.doc.toString();
            const found = await hover(text, toCharacters(text, position));
            if (!found) return null;
            return {
              pos: toUnits(text, found.span[0]),
              end: toUnits(text, found.span[1]),
              above: true,
              create: () => ({ dom: helpOf(found.title, found.text, found.note) }),
            };
          }),
          // No Tab here: it leaves the field, as everywhere in the window.
          keymap.of([
            ...closeBracketsKeymap,
            ...completionKeymap,
            ...lintKeymap,
            ...historyKeymap,
            ...defaultKeymap,
          ]),
          EditorView.updateListener.of((update) => {
            if (!update.docChanged && !update.selectionSet && !update.focusChanged) return;
            const text = update.state.doc.toString();
            onUpdate(text, toCharacters(text, update.state.selection.main.head), update.docChanged);
          }),
        ],
      }),
    });
    view.current = editor;
    return () => {
      view.current = null;
      editor.destroy();
    };
  }, []);

  // The row was reverted, fixed or exchanged from outside. What only comes back from here is older than what stands there.
  useEffect(() => {
    const own = told.current.lastIndexOf(value);
    told.current = own < 0 ? [] : told.current.slice(own + 1);
    if (own < 0 && view.current) replaceAll(view.current, value);
  }, [value]);

  useEffect(() => {
    const editor = view.current;
    if (!editor) return;
    const text = editor.state.doc.toString();
    editor.dispatch(
      setDiagnostics(
        editor.state,
        marks.map((mark) => lint(mark, text)),
      ),
    );
  }, [marks]);

  useEffect(() => {
    const editor = view.current;
    if (!editor) return;
    const text = editor.state.doc.toString();
    const part = shown && { from: toUnits(text, shown[0]), to: toUnits(text, shown[1]) };
    editor.dispatch({ effects: showPart.of(part) });
  }, [shown]);

  return <div ref={host} />;
}

function replaceAll(editor: EditorView, text: string) {
  const before = editor.state.doc.toString();
  if (before !== text) editor.dispatch({ changes: smallestChange(before, text), userEvent: "input" });
}

function lint(mark: EditorMark, text: string) {
  const from = Math.min(toUnits(text, mark.span[0]), text.length);
  return {
    from,
    to: Math.max(from, Math.min(toUnits(text, mark.span[1]), text.length)),
    severity: mark.severity,
    message: mark.message,
    actions: mark.fixes.map((one) => ({
      name: one.label,
      apply: (editor: EditorView) => replaceAll(editor, one.text),
    })),
  };
}

async function completions(context: CompletionContext, help: EditorHelp) {
  const text = context.state.doc.toString();
  const before = text[context.pos - 1] ?? "";
  // Unasked only where a name may begin.
  if (!context.explicit && !/[\w.[(,]/.test(before)) return null;
  const found = await help.complete(text, toCharacters(text, context.pos));
  if (context.aborted || found.options.length === 0) return null;
  if (!context.explicit && found.from === found.to && before !== "[") return null;
  return {
    from: toUnits(text, found.from),
    to: toUnits(text, found.to),
    options: found.options.map(option),
    validFor: /^[\w.]*$/,
  };
}

function option(one: EditorOption, index: number): Completion {
  return {
    label: one.label,
    detail: one.detail,
    type: one.kind,
    sortText: String(index).padStart(4, "0"),
    info: one.info ? () => helpOf("", one.info, "") : undefined,
    apply: (editor, _, from, to) => {
      const after = one.insert + editor.state.sliceDoc(to);
      editor.dispatch({
        changes: { from, to, insert: one.insert },
        selection: { anchor: from + toUnits(after, one.caret) },
        userEvent: "input.complete",
      });
    },
  };
}

function helpOf(title: string, text: string, note: string): HTMLElement {
  const help = document.createElement("div");
  help.className = "cm-help";
  const parts = [
    [title, "code", ""],
    [text, "div", ""],
    [note, "div", "cm-help-note"],
  ] as const;
  for (const [content, tag, name] of parts) {
    if (content === "") continue;
    const element = document.createElement(tag);
    element.className = name;
    element.textContent = content;
    help.append(element);
  }
  return help;
}
