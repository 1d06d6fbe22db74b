import type {
  Completions,
  FunctionHelp,
  LiveStep,
  LiveValue,
  MappingDiagnostic,
  MappingRow,
  MappingsView,
  RowExamination,
  ScopedPerson,
  ScopeExamination,
  ScopeFilter,
  ScopeOperator,
  SignatureHelp,
  SourceAttribute,
} from "../bindings";
import { ENTERPRISE, PEOPLE } from "./people";
import { roleSyncState } from "./roles";

function row(id: string, target: string, source: string, part: Partial<MappingRow> = {}): MappingRow {
  return {
    id,
    target,
    type: "direct",
    source,
    defaultValue: null,
    matchingPrecedence: null,
    apply: "always",
    ...part,
  };
}

export const RECOMMENDED: MappingRow[] = [
  row("m1", "userName", "userPrincipalName", { matchingPrecedence: 1 }),
  row("m2", "active", 'Switch([IsSoftDeleted], , "False", "True", "True", "False")', { type: "expression" }),
  row("m3", 'emails[type eq "work"].value', "mail"),
  row("m4", "name.givenName", "givenName"),
  row("m5", "name.familyName", "surname"),
  row("m6", 'addresses[type eq "work"].locality', "city"),
  row("m7", "externalId", "mailNickname"),
  row("m8", `${ENTERPRISE}:employeeNumber`, "employeeId"),
  row("m9", `${ENTERPRISE}:department`, "department"),
  row("m10", `${ENTERPRISE}:manager`, "manager"),
];

const MEANINGS: Record<string, string> = {
  m1: "unique identifier",
  m2: "on or off in Ramp",
  m3: "email",
  m4: "first name",
  m5: "last name",
  m6: "location",
  m7: "alternate id",
  m8: "employee id",
  m9: "department",
  m10: "manager",
};

/** Enough of a check for the screens: a name that differs in case only. The rules live in the core. */
export function check(one: MappingRow): MappingDiagnostic[] {
  const right = RECOMMENDED.find((known) => known.target.toLowerCase() === one.target.toLowerCase());
  if (!right || right.target === one.target) return [];
  const index = [...right.target].findIndex((character, at) => character !== one.target[at]);
  const expected = right.target[index] ?? "";
  const size = expected === expected.toUpperCase() ? "capital" : "small";
  return [
    {
      code: "target.case",
      severity: "error",
      row: one.id,
      field: "target",
      group: null,
      clause: null,
      subject: one.target,
      message: `${one.target} is not spelt as Ramp knows it.`,
      consequence:
        "Entra takes any name without a word. The value would never arrive, and Ramp refuses every invite without one.",
      rule: "R2",
      span: [index, index + 1],
      firstDifference: {
        index,
        found: one.target[index] ?? null,
        expected,
        sentence: `character ${index + 1} is a ${size} ${expected.toUpperCase()}`,
      },
      fix: { replacement: right.target },
      offers: [],
      remedies: [],
    },
  ];
}

export function viewOf(rows: MappingRow[]): MappingsView {
  return {
    rows,
    actions: { create: true, update: true, delete: true },
    scope: { groups: [] },
    roleSync: roleSyncState(rows),
    diagnostics: rows.flatMap(check),
    recommended: JSON.stringify(rows) === JSON.stringify(RECOMMENDED),
    targetAttributes: RECOMMENDED.map((known) => ({
      name: known.target,
      meaning: MEANINGS[known.id] ?? "",
    })),
    imported: null,
    differences: 0,
    undo: null,
    redo: null,
  };
}

const SAMPLES: Record<string, string | null> = {
  userPrincipalName: "ana.silva@contoso.example",
  mail: "ana.silva@contoso.example",
  givenName: "Ana",
  surname: "Silva",
  city: "Lisbon",
  physicalDeliveryOfficeName: null,
  mailNickname: "ana.silva",
  employeeId: "104233",
  department: "Finance",
  manager: "28592cb2-7377-5d1c-8103-7bb48a8fc8e4",
  IsSoftDeleted: "False",
  extensionAttribute1: "CC-4200",
  extensionAttribute2: null,
};

export const SOURCE_ATTRIBUTES: SourceAttribute[] = Object.entries(SAMPLES).map(([name, sample]) => ({
  name,
  sample,
  extension: name.startsWith("extension"),
}));

export const FUNCTIONS: FunctionHelp[] = [
  {
    name: "Join",
    signature: "Join(separator, source, …)",
    summary: "Puts one or more values together with a separator between them.",
    caution: "",
    parameters: [
      { label: "separator", summary: "what stands between" },
      { label: "source1", summary: "a value" },
    ],
    example: { expression: 'Join(", ", [surname], [givenName])', value: "Silva, Ana" },
  },
  {
    name: "Switch",
    signature: "Switch(source, [defaultValue], key, value, …)",
    summary: "Compares a value with keys, and gives the value that belongs to the first equal key.",
    caution: "The default slot must be there even when it is empty.",
    parameters: [
      { label: "source", summary: "the value compared" },
      { label: "[defaultValue]", summary: "what to give when no key is equal" },
    ],
    example: null,
  },
];

/** Enough of an evaluation for the screens: every attribute with its value, and the first of them as the result. */
export function examine(row: MappingRow, person: string | null): RowExamination {
  return { diagnostics: check(row), value: person === null ? null : liveValue(row, person) };
}

function liveValue(row: MappingRow, person: string): LiveValue {
  const names =
    row.type === "direct"
      ? [[row.source, 0] as const]
      : [...row.source.matchAll(/\[(\w+)\]/g)].map((found) => [found[1] ?? "", found.index] as const);
  const steps = names.map(([name, from]): LiveStep => {
    const value = SAMPLES[name] ?? null;
    const text = row.type === "direct" ? name : `[${name}]`;
    return {
      span: [from, from + text.length],
      depth: row.type === "direct" ? 0 : 1,
      text,
      kind: "attribute",
      state: value === null ? "empty" : "value",
      value,
      note: null,
    };
  });
  if (row.type === "expression") {
    steps.unshift({
      span: [0, row.source.length],
      depth: 0,
      text: row.source,
      kind: "call",
      state: "value",
      value: steps[0]?.value ?? null,
      note: null,
    });
  }
  const sent = steps[0]?.value ?? null;
  return {
    person,
    steps,
    sent: row.target === "active" ? true : sent,
    outcome: sent === null ? "empty" : "sent",
    note: sent === null ? "empty, so nothing is sent" : null,
  };
}

export function complete(text: string, place: number): Completions {
  const typed = /\[?\w*$/.exec(text.slice(0, place))?.[0] ?? "";
  const from = place - typed.replace("[", "").length;
  const opening = typed.startsWith("[") ? "" : "[";
  const attributes = SOURCE_ATTRIBUTES.map(({ name, sample }) => ({
    label: name,
    kind: "attribute" as const,
    insert: `${opening}${name}]`,
    caret: name.length + opening.length + 1,
    detail: sample ?? "",
    info: "",
  }));
  const functions = FUNCTIONS.map((one) => ({
    label: one.name,
    kind: "function" as const,
    insert: `${one.name}()`,
    caret: one.name.length + 1,
    detail: one.signature.slice(one.name.length),
    info: one.summary,
  }));
  return { from, to: place, options: opening === "" ? attributes : [...functions, ...attributes] };
}

export function signature(text: string, place: number): SignatureHelp | null {
  const call = /(\w+)\(([^()]*)$/.exec(text.slice(0, place));
  const known = FUNCTIONS.find(({ name }) => name === call?.[1]);
  if (!known || !call) return null;
  const slot = (call[2] ?? "").split(",").length - 1;
  return {
    function: known.name,
    parameters: known.parameters,
    active: slot < known.parameters.length ? slot : null,
    summary: known.summary,
  };
}

export const SCOPE_OPERATORS: ScopeOperator[] = [
  { name: "EQUALS", phrase: "is exactly", takesValue: true },
  { name: "NOT EQUALS", phrase: "is not", takesValue: true },
  { name: "IS NULL", phrase: "is empty", takesValue: false },
];

/** Enough of a filter for the screens: EQUALS of a city, and a slip in its first clause. */
export function examineScope(filter: ScopeFilter): ScopeExamination {
  const people = PEOPLE.filter((one) => one.assigned).map((one): ScopedPerson => {
    const included = filter.groups.length === 0 || one.key === "ana.silva";
    const sentence = included ? "city is exactly Lisbon." : "city is not exactly Lisbon.";
    return { key: one.key, name: one.displayName, included, sentence };
  });
  const code = "scope.attribute-case";
  const [group, ...others] = filter.groups;
  const [clause, ...clauses] = group?.clauses ?? [];
  const misspelt = group !== undefined && clause?.attribute === "City";
  const mended = misspelt && { ...group, clauses: [{ ...clause, attribute: "city" }, ...clauses] };
  return {
    included: people.filter((one) => one.included).length,
    assigned: people.length,
    people: people.sort((one, other) => Number(one.included) - Number(other.included)),
    diagnostics: misspelt
      ? [
          {
            code,
            severity: "error",
            row: null,
            field: "scope",
            group: 0,
            clause: 0,
            subject: "City",
            message: "Entra knows city, not City.",
            consequence: "The clause holds for nobody.",
            rule: null,
            span: null,
            firstDifference: null,
            fix: null,
            offers: [],
            remedies: [{ title: "Use city", safe: true }],
          },
        ]
      : [],
    remedies: mended
      ? [{ code, group: 0, clause: 0, title: "Use city", filter: { groups: [mended, ...others] } }]
      : [],
  };
}
