import type { MappingDiagnostic, MappingRow, MappingsView } from "../bindings";
import { ENTERPRISE } from "./people";

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
    },
  ];
}

export function viewOf(rows: MappingRow[]): MappingsView {
  return {
    rows,
    diagnostics: rows.flatMap(check),
    recommended: JSON.stringify(rows) === JSON.stringify(RECOMMENDED),
    targetAttributes: RECOMMENDED.map((known) => ({
      name: known.target,
      meaning: MEANINGS[known.id] ?? "",
    })),
    sourceAttributes: [
      "userPrincipalName",
      "mail",
      "givenName",
      "surname",
      "city",
      "officeLocation",
      "mailNickname",
      "employeeId",
      "department",
      "manager",
    ].map((name) => ({ name, meaning: "" })),
    functions: ["Append", "Coalesce", "IIF", "Join", "Left", "Mid", "Switch", "ToLower", "ToUpper", "Trim"],
  };
}
