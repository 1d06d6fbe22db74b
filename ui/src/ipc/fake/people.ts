import type { PersonPreview, PersonSummary, ValueRow } from "../bindings";

const DOMAIN = "contoso.example";

function person(key: string, displayName: string, note = "", assigned = true): PersonSummary {
  return { key, displayName, userPrincipalName: `${key}@${DOMAIN}`, note, assigned };
}

export const PEOPLE: PersonSummary[] = [
  person("ana.silva", "Ana Silva"),
  person("rui.costa", "Rui Costa", "manager of three"),
  person("jonas.weber", "Jonas Weber", "no department"),
  person("lea.martin", "Léa Martin", "no city"),
  person("niamh.obrien", "Niamh O’Brien", "manager not in Ramp yet"),
  person("zoe.novak", "Zoë Novák", "guest", false),
];

export const ENTERPRISE = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";

const ANA = {
  userName: `ana.silva@${DOMAIN}`,
  active: true,
  emails: [{ type: "work", value: `ana.silva@${DOMAIN}` }],
  name: { givenName: "Ana", familyName: "Silva" },
  addresses: [{ type: "work", locality: "Lisbon" }],
  externalId: "ana.silva",
};

export const ANA_BODY = {
  schemas: ["urn:ietf:params:scim:schemas:core:2.0:User", ENTERPRISE],
  ...ANA,
  [ENTERPRISE]: { employeeNumber: "104233", department: "Finance" },
};

export const MANAGER_PATCH = {
  schemas: ["urn:ietf:params:scim:api:messages:2.0:PatchOp"],
  Operations: [{ op: "Add", path: `${ENTERPRISE}:manager`, value: "0f1f9e62-75a1-4f0e-8a53-6c9a2b7a1d10" }],
};

function value(source: string, sourceValue: string | null, target: string): ValueRow {
  return { type: "direct", source, sourceValue, target, targetValue: sourceValue, note: null };
}

const ANA_VALUES: ValueRow[] = [
  value("userPrincipalName", ANA.userName, "userName"),
  {
    type: "expression",
    source: 'Switch([IsSoftDeleted], , "False", "True", "True", "False")',
    sourceValue: "False",
    target: "active",
    targetValue: true,
    note: null,
  },
  value("mail", ANA.userName, 'emails[type eq "work"].value'),
  value("givenName", "Ana", "name.givenName"),
  value("surname", "Silva", "name.familyName"),
  value("city", "Lisbon", 'addresses[type eq "work"].locality'),
  value("mailNickname", "ana.silva", "externalId"),
  value("employeeId", "104233", `${ENTERPRISE}:employeeNumber`),
  value("department", "Finance", `${ENTERPRISE}:department`),
  {
    type: "direct",
    source: "manager",
    sourceValue: "Rui Costa",
    target: `${ENTERPRISE}:manager`,
    targetValue: null,
    note: "sent by itself, after the create",
  },
];

export function previewOf(key: string): PersonPreview {
  const who = PEOPLE.find((one) => one.key === key) ?? PEOPLE[0];
  if (!who) throw new Error("the fixtures have people");
  return key === "jonas.weber" ? refused(who) : invited(who);
}

function invited(who: PersonSummary): PersonPreview {
  return {
    person: who,
    kind: "invited",
    headline: `Ramp invites ${who.displayName}. The account owner sends the invite, and the location Lisbon is created.`,
    consequences: [
      { code: "account.created", severity: "info", text: "New account, role Employee", rule: "R7" },
      { code: "location.created", severity: "info", text: "Lisbon is new", rule: "R4" },
      { code: "manager.linked", severity: "info", text: "Linked to Rui Costa", rule: "R5" },
      { code: "spend.issued", severity: "info", text: "Default Spend Programs are issued", rule: "R9" },
    ],
    values: ANA_VALUES,
    request: { method: "POST", path: "/Users", body: ANA_BODY },
    // biome-ignore lint/suspicious/noThenProperty: the field's name in the contract
    then: { method: "PATCH", path: "/Users/{id}", body: MANAGER_PATCH },
    diagnostics: [],
  };
}

function refused(who: PersonSummary): PersonPreview {
  const body = {
    ...ANA_BODY,
    userName: who.userPrincipalName,
    name: { givenName: "Jonas", familyName: "Weber" },
    [ENTERPRISE]: { employeeNumber: "118402" },
  };
  return {
    person: who,
    kind: "refused",
    headline: "Ramp refuses Jonas Weber: there is no department, and Ramp has no default one.",
    consequences: [
      { code: "invite.incomplete", severity: "error", text: "No department, so no invite", rule: "R2" },
      { code: "department.no-default", severity: "warning", text: "No default department set", rule: "R3" },
    ],
    values: ANA_VALUES.map((row) =>
      row.source === "department"
        ? { ...row, sourceValue: null, targetValue: null, note: "nothing to send: Entra has no value" }
        : row,
    ),
    request: { method: "POST", path: "/Users", body },
    // biome-ignore lint/suspicious/noThenProperty: the field's name in the contract
    then: null,
    diagnostics: [],
  };
}
