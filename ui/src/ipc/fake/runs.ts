import type { ComparisonRow, JsonValue, RunStep, TestRun } from "../bindings";
import { ANA_BODY, ENTERPRISE, PEOPLE } from "./people";
import { exchange } from "./probe";

const ID = "5b0c6f2e-6a1d-4f0e-9a37-2d8b1f4c7e90";
const nobody = {
  schemas: ["urn:ietf:params:scim:api:messages:2.0:ListResponse"],
  totalResults: 0,
  itemsPerPage: 0,
  startIndex: 1,
  Resources: [],
};

function steps(dryRun: boolean): RunStep[] {
  return [
    { step: "import", status: "success", summary: "Found, enabled", millis: 4, exchanges: [] },
    { step: "scope", status: "success", summary: "Assigned directly", millis: 1, exchanges: [] },
    {
      step: "match",
      status: "success",
      summary: "No one there yet",
      millis: 14,
      exchanges: [
        exchange("GET", "/Users?filter=userName+eq+%22ana.silva%40contoso.example%22", 200, null, nobody),
      ],
    },
    dryRun
      ? { step: "perform", status: "planned", summary: "Would create", millis: 0, exchanges: [] }
      : {
          step: "perform",
          status: "success",
          summary: "Created in Ramp",
          millis: 28,
          exchanges: [
            {
              ...exchange("POST", "/Users", 201, ANA_BODY, {
                id: ID,
                ...ANA_BODY,
                meta: { resourceType: "User" },
              }),
              purpose: "creates the user",
            },
            {
              ...exchange(
                "GET",
                "/Users?filter=userName+eq+%22rui.costa%40contoso.example%22",
                200,
                null,
                nobody,
              ),
              purpose: "looks for the manager",
            },
          ],
        },
  ];
}

function compared(attribute: string, expected: JsonValue, part: Partial<ComparisonRow> = {}): ComparisonRow {
  return { attribute, expected, stored: expected, equal: true, note: null, rule: null, ...part };
}

const COMPARISON: ComparisonRow[] = [
  compared("userName", "ana.silva@contoso.example"),
  compared(`${ENTERPRISE}:manager`, "Rui Costa", {
    stored: null,
    equal: false,
    note: "Rui Costa is not in Ramp yet. Entra leaves the manager out and sends it by itself once he is provisioned.",
    rule: "R5",
  }),
  compared("active", true),
  compared('emails[type eq "work"].value', "ana.silva@contoso.example"),
  compared("name.givenName", "Ana"),
  compared("name.familyName", "Silva"),
  compared('addresses[type eq "work"].locality', "Lisbon"),
  compared("externalId", "ana.silva"),
  compared(`${ENTERPRISE}:employeeNumber`, "104233"),
  compared(`${ENTERPRISE}:department`, "Finance"),
];

export function run(key: string, dryRun: boolean): TestRun {
  const name = PEOPLE.find((one) => one.key === key)?.displayName ?? key;
  return {
    id: `run-${key}-${dryRun ? "dry" : "real"}`,
    personKey: key,
    personName: name,
    dryRun,
    startedAt: "2026-11-24T14:02:08Z",
    finishedAt: "2026-11-24T14:10:00Z",
    steps: steps(dryRun),
    comparison: dryRun ? [] : COMPARISON,
    outcome: dryRun
      ? {
          kind: "dry-run",
          headline: `${name} would be created in Ramp. Nothing was written.`,
          details: [
            "The manager Rui Costa is not in Ramp yet, so the invite would come from the account owner.",
          ],
          rules: ["R5", "R8"],
          nextAction: null,
          error: null,
        }
      : {
          kind: "created",
          headline: `${name} is in Ramp.`,
          details: ["The account owner sends the invite.", "The location Lisbon was created."],
          rules: ["R4", "R8"],
          nextAction: null,
          error: null,
        },
    resourceId: dryRun ? null : ID,
    canCleanUp: !dryRun,
    cleanUp: null,
    warnings: [
      "An invite mail goes out. It can’t be called back.",
      "Default Spend Programs are issued. Cleaning up does not take them back.",
    ],
  };
}

export function cleanedUp(real: TestRun): TestRun {
  return {
    ...real,
    canCleanUp: false,
    cleanUp: {
      ok: true,
      summary: `${real.personName} is deactivated in Ramp again.`,
      remains: ["The account stays, deactivated: Ramp never deletes one.", "The location Lisbon stays."],
      exchanges: [{ ...exchange("DELETE", `/Users/${ID}`, 204, null, null), purpose: "takes the user out" }],
    },
  };
}

export function refusedRun(key: string): TestRun {
  const base = run(key, false);
  const detail = "department is missing and no default department is set";
  const refusal = {
    ...exchange("POST", "/Users", 400, ANA_BODY, {
      schemas: ["urn:ietf:params:scim:api:messages:2.0:Error"],
      scimType: "invalidValue",
      status: "400",
      detail,
    }),
    purpose: "creates the user",
  };
  return {
    ...base,
    steps: base.steps.map((step) =>
      step.step === "perform"
        ? { ...step, status: "failure", summary: "Refused: no department", exchanges: [refusal] }
        : step,
    ),
    comparison: [],
    resourceId: null,
    canCleanUp: false,
    outcome: {
      kind: "refused",
      headline: `Ramp refused ${base.personName}: there is no department.`,
      details: ["Nothing is stored."],
      rules: ["R2", "R3"],
      nextAction: "Give the person a department in Entra, or set a default department in Ramp.",
      error: null,
    },
  };
}
