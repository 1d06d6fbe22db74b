import type { MappingRow, RoleSyncCandidate, RoleSyncState, RoleSyncView } from "../bindings";

const SINGLE = "SingleAppRoleAssignment([appRoleAssignments])";

/** Enough of the pairs for the screens. The rules live in the core. */
function candidate(id: string, target: string, expression: string, reason: string): RoleSyncCandidate {
  const single = expression === SINGLE;
  return {
    id,
    target,
    expression,
    reason,
    twoRoles: single
      ? "Entra sends one role only. With two, its page says that any one of them is sent; admins report that the person fails instead (“No more than one app role assignment was expected”). Give everyone one role."
      : "Entra sends both roles, none marked as the primary one. A person has one role in Ramp, and which of the two it takes is not written anywhere.",
    roleTaken: single
      ? "Without a role nothing is sent, so Ramp keeps the last one."
      : "Entra replaces the whole list, so a role that is taken away goes in the target too.",
    unconfirmed: true,
    blocker:
      "Test one person who has exactly one app role, and look at the role in Ramp: Ramp’s guide does not say which form it reads.",
  };
}

const CANDIDATES: RoleSyncCandidate[] = [
  candidate(
    "roles-single",
    "roles",
    SINGLE,
    "Ramp’s page asks for the attribute roles of type String with every other box empty, which fits one role as text.",
  ),
  candidate(
    "roles-primary-single",
    'roles[primary eq "True"].value',
    SINGLE,
    "Microsoft’s page pairs this target with this expression.",
  ),
  candidate(
    "roles-ramp-type-single",
    'roles[type eq "rampUserRole"].value',
    SINGLE,
    "Ramp’s guide for Okta writes the role under this type.",
  ),
  candidate(
    "roles-assertive",
    "roles",
    "AssertiveAppRoleAssignmentsComplex([appRoleAssignments])",
    "Microsoft recommends this expression for several roles.",
  ),
  candidate(
    "roles-complex",
    "roles",
    "AppRoleAssignmentsComplex([appRoleAssignments])",
    "Exports of other applications have this pair.",
  ),
];

const sendsRoles = (row: MappingRow) => row.target === "roles" || row.target.startsWith("roles[");

function switchedOn(rows: MappingRow[]) {
  const [row, ...others] = rows.filter(sendsRoles);
  if (!row || others.length > 0) return undefined;
  return CANDIDATES.find((one) => one.target === row.target && one.expression === row.source);
}

export function roleSyncState(rows: MappingRow[]): RoleSyncState {
  if (!rows.some(sendsRoles)) return "off";
  return switchedOn(rows) ? "on-untested" : "custom";
}

export function roleSync(rows: MappingRow[]): RoleSyncView {
  const on = switchedOn(rows)?.id ?? null;
  return {
    on,
    customRows: on ? [] : rows.filter(sendsRoles).map(({ target, source }) => ({ target, source })),
    roles: [
      { value: "BUSINESS_ADMIN", name: "Admin", onlyAtCreation: false },
      { value: "BUSINESS_USER", name: "Cardholder", onlyAtCreation: false },
      { value: "BUSINESS_BOOKKEEPER", name: "Bookkeeper", onlyAtCreation: false },
      { value: "GUEST_USER", name: "Guest", onlyAtCreation: true },
      { value: "IT_ADMIN", name: "IT Admin", onlyAtCreation: false },
    ],
    notes: [
      {
        role: "GUEST_USER",
        severity: "warning",
        message:
          "Ramp takes GUEST_USER (Guest) only when a person is created. For someone who is in Ramp already it changes nothing.",
      },
      {
        role: null,
        severity: "info",
        message:
          "Role sync needs Ramp’s full suite. A person without an app role keeps the role they have; a new one becomes BUSINESS_USER.",
      },
      {
        role: null,
        severity: "info",
        message:
          "Roles are not sent while the scope is “Sync all users and groups”, nor by provision on demand with roles: assign people to the app roles, and test in a cycle.",
      },
    ],
    candidates: CANDIDATES,
  };
}

/** The rows with the candidate's in the place of those that send roles. */
export function withRoleSync(rows: MappingRow[], id: string | null): MappingRow[] {
  const others = rows.filter((row) => !sendsRoles(row));
  const chosen = CANDIDATES.find((one) => one.id === id);
  return chosen ? [...others, roleRow(chosen.target, chosen.expression)] : others;
}

export function roleRow(target: string, source: string): MappingRow {
  return {
    id: "roles",
    target,
    type: "expression",
    source,
    defaultValue: null,
    matchingPrecedence: null,
    apply: "always",
  };
}
