import type { MappingRow } from "../bindings";
import {
  check,
  complete,
  examine,
  FUNCTIONS,
  RECOMMENDED,
  SOURCE_ATTRIBUTES,
  signature,
  viewOf,
} from "./mappings";

type Args = Record<string, unknown>;

/** The table behind the fixtures, with what was done to it. */
export class FakeTable {
  rows: MappingRow[] = structuredClone(RECOMMENDED);
  #done: { label: string; rows: MappingRow[] }[] = [];
  #undone: { label: string; rows: MappingRow[] }[] = [];

  clear() {
    Object.assign(this, { rows: structuredClone(RECOMMENDED) });
    this.#done = [];
    this.#undone = [];
  }

  view() {
    return {
      ...viewOf(this.rows),
      undo: this.#done.at(-1)?.label ?? null,
      redo: this.#undone.at(-1)?.label ?? null,
    };
  }

  #change(label: string, rows: MappingRow[]) {
    this.#done.push({ label, rows: this.rows });
    this.#undone = [];
    this.rows = rows;
    return this.view();
  }

  #step(from: "#done" | "#undone") {
    const [source, target] = from === "#done" ? [this.#done, this.#undone] : [this.#undone, this.#done];
    const step = source.pop();
    if (step) {
      target.push({ label: step.label, rows: this.rows });
      this.rows = step.rows;
    }
    return this.view();
  }

  handlers(): Record<string, (args: Args) => unknown> {
    return {
      get_mappings: () => this.view(),
      examine_row: ({ row, person }) => examine(row as MappingRow, person as string | null),
      get_source_attributes: ({ person }) =>
        SOURCE_ATTRIBUTES.map((one) => (person === null ? { ...one, sample: null } : one)),
      get_functions: () => FUNCTIONS,
      complete_expression: ({ text, place }) => complete(text as string, place as number),
      get_signature: ({ text, place }) => signature(text as string, place as number),
      explain_name: () => null,
      format_expression: ({ text }) => (text as string).replace(/,(?=\S)/g, ", "),
      save_row: ({ row }) => {
        const saved = row as MappingRow;
        return saved.id === ""
          ? this.#change(`Add ${saved.target}`, [...this.rows, { ...saved, id: `r${this.rows.length + 1}` }])
          : this.#change(
              `Change ${saved.target}`,
              this.rows.map((one) => (one.id === saved.id ? saved : one)),
            );
      },
      remove_row: ({ id }) => {
        const name = this.rows.find((one) => one.id === id)?.target ?? "";
        return this.#change(
          `Remove ${name}`,
          this.rows.filter((one) => one.id !== id),
        );
      },
      fix_row: ({ id }) =>
        this.#change(
          "Fix",
          this.rows.map((one) => (one.id === id ? fixed(one) : one)),
        ),
      get_planned_fixes: () =>
        this.rows.flatMap(check).map((found) => ({
          row: found.row,
          field: found.field,
          before: found.subject,
          after: found.fix?.replacement ?? "",
        })),
      fix_all: () => this.#change("Fix all", this.rows.map(fixed)),
      reset_mappings: () => this.#change("Back to recommended", structuredClone(RECOMMENDED)),
      undo_mappings: () => this.#step("#done"),
      redo_mappings: () => this.#step("#undone"),
    };
  }
}

function fixed(row: MappingRow): MappingRow {
  const replacement = check(row)[0]?.fix?.replacement;
  return replacement ? { ...row, target: replacement } : row;
}
