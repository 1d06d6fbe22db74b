import type { Actions, MappingRow, RowChange, ScopeFilter, TableVersion } from "../bindings";
import { failure } from "./failure";
import {
  check,
  complete,
  examine,
  examineScope,
  FUNCTIONS,
  RECOMMENDED,
  SCOPE_OPERATORS,
  SOURCE_ATTRIBUTES,
  signature,
  viewOf,
} from "./mappings";
import { roleSync, withRoleSync } from "./roles";

type Args = Record<string, unknown>;

/** The table behind the fixtures, with what was done to it. */
export class FakeTable {
  rows: MappingRow[] = structuredClone(RECOMMENDED);
  actions: Actions = { create: true, update: true, delete: true };
  scope: ScopeFilter = { groups: [] };
  #done: { label: string; rows: MappingRow[] }[] = [];
  #undone: { label: string; rows: MappingRow[] }[] = [];
  #imported: { name: string; rows: MappingRow[] } | null = null;

  clear() {
    Object.assign(this, { rows: structuredClone(RECOMMENDED) });
    this.#done = [];
    this.#undone = [];
    this.#imported = null;
  }

  #version(version: TableVersion) {
    if (version === "recommended") return RECOMMENDED;
    return version === "imported" ? (this.#imported?.rows ?? []) : this.rows;
  }

  #preview(name: string, text: string) {
    if (!text.trim().startsWith("[")) {
      throw failure({
        code: "mapping.not-json",
        side: "you",
        message: "The file is not JSON.",
        nextAction: "Export it again.",
      });
    }
    const rows = JSON.parse(text) as MappingRow[];
    return {
      name,
      text,
      format: "entra-schema",
      rows: rows.length,
      errors: rows.flatMap(check).length,
      warnings: 0,
      changes: changes(this.rows, rows),
    };
  }

  view() {
    return {
      ...viewOf(this.rows),
      actions: this.actions,
      scope: this.scope,
      imported: this.#imported?.name ?? null,
      differences: changes(RECOMMENDED, this.rows).length,
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
          kind: "changed",
          target: found.subject,
          fields: [
            { label: "Target attribute", before: found.subject, after: found.fix?.replacement ?? null },
          ],
        })),
      apply_remedy: () => this.view(),
      examine_scope: ({ filter }) => examineScope(filter as ScopeFilter),
      get_scope_operators: () => SCOPE_OPERATORS,
      save_scope: ({ filter }) => {
        this.scope = filter as ScopeFilter;
        return this.#change("Source Object Scope", this.rows);
      },
      save_actions: ({ actions }) => {
        this.actions = actions as Actions;
        return this.#change("Target Object Actions", this.rows);
      },
      fix_all: () => this.#change("Fix all", this.rows.map(fixed)),
      reset_mappings: () => this.#change("Back to recommended", structuredClone(RECOMMENDED)),
      get_role_sync: () => roleSync(this.rows),
      switch_role_sync: ({ candidate }) => {
        const label = candidate === null ? "off" : "on";
        return this.#change(`Switch role sync ${label}`, withRoleSync(this.rows, candidate as string | null));
      },
      get_mapping_changes: ({ before, after }) =>
        changes(this.#version(before as TableVersion), this.#version(after as TableVersion)),
      open_mapping_file: () => this.#preview("schema.json", JSON.stringify(IMPORTED)),
      preview_import: ({ name, text }) => this.#preview(name as string, text as string),
      import_mappings: ({ name, text }) => {
        this.#imported = { name: name as string, rows: JSON.parse(text as string) };
        return this.#change(`Import ${name}`, this.#imported.rows);
      },
      export_mappings: ({ format }) => ({
        fileName: format === "onramp" ? "ramp-mapping.json" : "entra-schema.json",
        text: JSON.stringify(this.rows, null, 2),
      }),
      save_mapping_file: () => "/home/ana/entra-schema.json",
      undo_mappings: () => this.#step("#done"),
      redo_mappings: () => this.#step("#undone"),
    };
  }
}

function fixed(row: MappingRow): MappingRow {
  const replacement = check(row)[0]?.fix?.replacement;
  return replacement ? { ...row, target: replacement } : row;
}

/** What a file for import has: two rows that Ramp does not know, and one that differs. */
const IMPORTED: MappingRow[] = [
  ...RECOMMENDED.slice(0, 6).map((row) => (row.id === "m3" ? { ...row, source: "userPrincipalName" } : row)),
  ...RECOMMENDED.slice(7),
  { ...RECOMMENDED[3], id: "m11", target: "nickName" } as MappingRow,
];

/** Enough of a comparison for the screens. */
function changes(before: MappingRow[], after: MappingRow[]): RowChange[] {
  const row = (rows: MappingRow[], target: string) => rows.find((one) => one.target === target);
  const targets = [...new Set([...before, ...after].map((one) => one.target))];
  return targets.flatMap((target): RowChange[] => {
    const [old, fresh] = [row(before, target), row(after, target)];
    const source = { label: "Source", before: old?.source ?? null, after: fresh?.source ?? null };
    if (source.before === source.after) return [];
    return [{ kind: !old ? "added" : !fresh ? "removed" : "changed", target, fields: [source] }];
  });
}
