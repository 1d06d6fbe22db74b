import { currentCompletions, startCompletion } from "@codemirror/autocomplete";
import { forEachDiagnostic } from "@codemirror/lint";
import { EditorView } from "@codemirror/view";
import { fireEvent, screen, waitFor, within } from "@testing-library/react";
import { expect, test } from "vitest";
import { fakeHost } from "../src/ipc/fake/host";
import { smallestChange, toCharacters, toUnits } from "../src/kit/expression/offsets";
import { button, marked, open } from "./open";

/** The row *active* with its editor. */
async function openExpression() {
  const { user } = await open("mappings");
  await screen.findByRole("table");
  await user.click(within(marked("data-row", "m2")).getByRole("button"));
  const field = await screen.findByRole("textbox", { name: "Expression" });
  const editor = EditorView.findFromDOM(field);
  if (!editor) throw new Error("no editor");
  return { user, editor, field };
}

function type(editor: EditorView, text: string) {
  editor.dispatch({
    changes: { from: 0, to: editor.state.doc.length, insert: text },
    selection: { anchor: text.length },
    userEvent: "input.type",
  });
}

test("an expression shows the value of every part for the picked person, and another person's at once", async () => {
  const { user } = await openExpression();
  const values = await screen.findByRole("table", { name: "The value of every part" });
  expect(within(values).getByRole("row", { name: /\[IsSoftDeleted\] "False"/ })).toBeVisible();
  expect(within(values).getByRole("row", { name: "Sent to Ramp true" })).toBeVisible();

  const picker = screen.getByRole("combobox", { name: "Value for" });
  await user.click(picker);
  await user.click(await screen.findByRole("option", { name: /Rui Costa/ }));
  await waitFor(() => expect(fakeHost.argsOf("examine_row").at(-1)).toMatchObject({ person: "rui.costa" }));
});

test("every keystroke is answered, and Save keeps what was typed", async () => {
  const { user, editor } = await openExpression();
  type(editor, 'Join(" ", [givenName], [surname])');
  await waitFor(() =>
    expect(fakeHost.argsOf("examine_row").at(-1)).toMatchObject({
      row: { id: "m2", source: 'Join(" ", [givenName], [surname])' },
    }),
  );
  expect(await screen.findByRole("row", { name: /\[surname\] "Silva"/ })).toBeVisible();
  expect(fakeHost.argsOf("save_row")).toEqual([]);
  await user.click(await button("Save"));
  await waitFor(() => expect(fakeHost.argsOf("save_row")).toHaveLength(1));
});

test("a finding is marked under its part, and Alt+Enter puts its fix in", async () => {
  const { editor, field } = await openExpression();
  const [wrong, right] = ['ToLowr("😀", [mail])', 'ToLower("😀", [mail])'];
  fakeHost.replace("examine_row", ({ row }) => {
    const subject = (row as { source: string }).source;
    return {
      diagnostics:
        subject === wrong
          ? [
              {
                code: "expression.unknown-function",
                severity: "error",
                row: "m2",
                field: "source",
                subject,
                message: "There is no function ToLowr; did you mean ToLower?",
                consequence: "",
                rule: null,
                span: [13, 17],
                firstDifference: null,
                fix: { replacement: right },
                offers: [],
              },
            ]
          : [],
      value: null,
    };
  });
  type(editor, wrong);
  const parts: string[] = [];
  await waitFor(() => {
    parts.length = 0;
    forEachDiagnostic(editor.state, (_, from, to) => parts.push(editor.state.sliceDoc(from, to)));
    // Places count characters: the emoji is one, though the editor counts it as two.
    expect(parts).toEqual(["mail"]);
  });
  fireEvent.keyDown(field, { key: "Enter", code: "Enter", altKey: true });
  expect(editor.state.doc.toString()).toBe(right);
});

test("completion offers functions and attributes with the person's value", async () => {
  const { editor } = await openExpression();
  type(editor, "giv");
  startCompletion(editor);
  await waitFor(() =>
    expect(currentCompletions(editor.state).map((one) => [one.label, one.detail])).toEqual([
      ["givenName", "Ana"],
    ]),
  );
});

test("the call around the caret names the parameter it is in", async () => {
  const { editor } = await openExpression();
  type(editor, 'Join(" ", ');
  await waitFor(() => expect(marked("data-signature", "Join")).toHaveTextContent("Join(separator, source1)"));
  const active = marked("data-signature", "Join").querySelector("[data-active]");
  expect(active).toHaveTextContent("source1");
  type(editor, "");
  await waitFor(() => expect(document.querySelector("[data-signature]")).toBeNull());
});

test("Format lays the text out by the core's answer", async () => {
  const { user, editor } = await openExpression();
  type(editor, "Append([mail],[city])");
  await user.click(await button("Format"));
  await waitFor(() => expect(editor.state.doc.toString()).toBe("Append([mail], [city])"));
});

test("Tab leaves the editor: it is no trap", async () => {
  const { user, field } = await openExpression();
  field.focus();
  await user.tab();
  expect(field).not.toHaveFocus();
});

test("functions and keys are there to read, and can be searched", async () => {
  const { user } = await openExpression();
  await user.click(await button("Functions and keys"));
  expect(await screen.findByText("Join(separator, source, …)")).toBeVisible();
  await user.type(screen.getByRole("searchbox", { name: "Search functions" }), "keys");
  await waitFor(() => expect(screen.queryByText("Join(separator, source, …)")).toBeNull());
  expect(screen.getByText("Ctrl+Space")).toBeVisible();
});

test("a source attribute is found by its name or its value", async () => {
  const { user } = await open("mappings");
  await screen.findByRole("table");
  await user.click(within(marked("data-row", "m6")).getByRole("button"));
  await user.click(await button("Source attribute: Choose a name"));
  const search = await screen.findByRole("searchbox", { name: "Search names and values", hidden: true });
  await user.type(search, "cc-42");
  await user.click(screen.getByRole("button", { name: /extensionAttribute1/, hidden: true }));
  expect(screen.getByLabelText("Source attribute")).toHaveValue("extensionAttribute1");
});

test("undo and redo go through what was done to the table, by buttons and by keys", async () => {
  const { user } = await open("mappings");
  await screen.findByRole("table");
  expect(await button("Undo: nothing yet")).toHaveAttribute("aria-disabled", "true");
  await user.click(within(marked("data-row", "m4")).getByRole("button"));
  const field = await screen.findByLabelText("Target attribute");
  await user.type(field, "x");
  await user.click(await button("Save"));
  await user.click(await button("Undo: Change name.givenNamex"));
  await waitFor(() => expect(document.querySelector('[data-attribute="name.givenNamex"]')).toBeNull());
  await waitFor(async () =>
    expect(await button("Redo: Change name.givenNamex")).not.toHaveAttribute("aria-disabled", "true"),
  );

  // In a field the keys are the field's own.
  await user.click(field);
  await user.keyboard("{Control>}{Shift>}z{/Shift}{/Control}");
  expect(fakeHost.argsOf("redo_mappings")).toEqual([]);
  within(marked("data-row", "m4")).getByRole("button").focus();
  await user.keyboard("{Control>}{Shift>}z{/Shift}{/Control}");
  await waitFor(() => expect(marked("data-attribute", "name.givenNamex")).toBeVisible());
  await user.keyboard("{Control>}z{/Control}");
  await waitFor(() => expect(marked("data-attribute", "name.givenName")).toBeVisible());
});

test("places are translated between characters and UTF-16 units, and changes are small", () => {
  expect(toUnits("a😀b", 2)).toBe(3);
  expect(toCharacters("a😀b", 3)).toBe(2);
  expect(smallestChange("Join([a],[b])", "Join([a], [b])")).toEqual({ from: 9, to: 9, insert: " " });
  expect(smallestChange("aa", "aaa")).toEqual({ from: 2, to: 2, insert: "a" });
});
