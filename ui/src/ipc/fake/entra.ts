import type {
  AppError,
  Assignee,
  DriftReport,
  EntraChoices,
  EntraView,
  Guard,
  JobView,
  LogView,
  OnDemandView,
  Plan,
  PlanAction,
  RunAction,
  RunView,
  TenantView,
} from "../bindings";

type Args = Record<string, unknown>;

export const TENANT: TenantView = {
  id: "5b1c0f4e-6a55-4c3b-9d0e-2f8f3b1c7a10",
  name: "Contoso",
  defaultDomain: "contoso.example",
  signedIn: "Dana Kim",
  roles: ["Application Administrator"],
  fittingRole: true,
  assignsGroups: true,
};

const DIRECTORY: Assignee[] = [
  { id: "group-pilot", name: "Ramp pilot", kind: "group" },
  { id: "group-rollout", name: "Ramp rollout", kind: "group" },
  { id: "ana.silva", name: "Ana Silva", kind: "user" },
];

const nobody = { count: 0, names: [] };

export const GUARD: Guard = {
  deactivated: nobody,
  invited: { count: 5, names: ["Ana Silva", "Rui Costa", "Ingrid Solberg"] },
  refused: nobody,
  updated: nobody,
  unchanged: nobody,
  skipped: { count: 35, names: [] },
  nestedGroups: [],
  confirm: null,
};

function action(id: string, kind: string, group: PlanAction["group"], more: Partial<RunAction>): RunAction {
  return {
    id,
    kind,
    group,
    summary: kind,
    before: null,
    after: null,
    changes: [],
    why: "It is wanted.",
    finalBecause: null,
    asksFirst: false,
    status: "planned",
    note: null,
    ...more,
  };
}

/** The plan's actions for some choices, in the order they are carried out. */
function actionsFor(choices: EntraChoices): RunAction[] {
  const assign = (choices.assign ?? []).map((one, place) =>
    action(`a${place}`, "assign", "people", {
      summary: `Assign ${one.kind === "group" ? "the group " : ""}${one.name}`,
      after: one.name,
      why: "Only who is assigned is provisioned.",
    }),
  );
  return [
    action("1", "create-application", "application", {
      summary: "Create the enterprise application Ramp (SCIM)",
      after: "Ramp (SCIM)",
      finalBecause: "Undo deletes it; Entra keeps deleted applications for 30 days.",
    }),
    action("2", "save-connection", "connection", {
      summary: "Save Ramp’s URL and token in Entra",
      after: "http://127.0.0.1:4510/scim/v2 · assigned users only",
    }),
    action("3", "save-mappings", "mappings", {
      summary: "Change the attribute mappings",
      before: "12 attributes",
      after: "10 attributes",
      why: "Saving makes Entra go through everyone once more.",
      changes: [
        {
          kind: "changed",
          target: "userName",
          fields: [{ label: "Source attribute", before: "mail", after: "userPrincipalName" }],
        },
      ],
    }),
    ...assign,
    action("9", "start", "running", {
      summary: "Start provisioning",
      before: "Not running",
      after: "Runs about every 40 minutes",
      finalBecause: "Undo stops it. Invites that were sent and accounts that were made in Ramp stay.",
    }),
  ];
}

const FIRST_CYCLE: JobView = {
  state: "first-cycle",
  headline: "The first cycle is under way.",
  firstCycleOver: false,
  lastEnded: null,
  people: 0,
  exported: 0,
  failed: 0,
  quarantine: null,
};

export function log(person: string, more: Partial<LogView> = {}): LogView {
  return {
    id: `log-${person}`,
    at: "2026-11-24T14:20:00Z",
    person,
    personId: person,
    action: "create",
    status: "success",
    failure: null,
    changed: ["userName"],
    ...more,
  };
}

/** The practice tenant behind the fixtures. It follows a click, and decides nothing that the core decides. */
export class FakeEntra {
  signedIn = false;
  tenant: TenantView | null = null;
  choices: EntraChoices = {
    app: { kind: "named", value: "Ramp (SCIM)" },
    assign: [],
    testGroup: null,
    syncAll: false,
    notificationEmails: [],
    deletionThreshold: 500,
    start: true,
  };
  guard: Guard = GUARD;
  /** Where the next run stops, by the action's id. */
  stopsAt: string | null = null;
  failure: AppError | null = null;
  runs: RunView[] = [];
  run: string | null = null;
  job: JobView | null = null;
  logs: LogView[] = [];
  drift: DriftReport = { none: true, headline: "No drift: Contoso is as it was set up.", actions: [] };
  #plan: RunAction[] = [];
  #made = 0;

  view(): EntraView {
    const { tenant, signedIn, choices, run } = this;
    return { tenant, signedIn, choices, run };
  }

  signIn() {
    this.signedIn = true;
    this.tenant ??= TENANT;
    return this.view();
  }

  assign(...names: string[]) {
    this.choices.assign = DIRECTORY.filter((one) => names.includes(one.name));
  }

  plan(): Plan {
    const standing = this.runs.find((run) => run.id === this.run);
    const before = standing?.actions.map((one) => one.summary) ?? [];
    this.#plan = actionsFor(this.choices).filter((one) => !before.includes(one.summary));
    const count = this.#plan.length;
    this.#made += 1;
    return {
      id: `plan-${this.#made}`,
      mode: "practice",
      tenant: "Contoso",
      application: "Ramp (SCIM)",
      headline: count === 0 ? "Nothing to do: Contoso has it all." : `${count} changes in Contoso.`,
      actions: this.#plan,
      guard: this.guard,
    };
  }

  apply(id: string, tell: (action: RunAction) => void): RunView {
    let run = this.runs.find((one) => one.id === id);
    if (!run) {
      run = {
        id,
        undoes: null,
        started: "2026-11-24T14:16:00Z",
        done: false,
        undone: false,
        actions: this.#plan,
      };
      this.runs.unshift(run);
    }
    this.run = id;
    for (const one of run.actions.filter((one) => one.status !== "done")) {
      if (one.id === this.stopsAt) {
        one.status = "failed";
        throw this.failure;
      }
      one.status = "done";
      tell(one);
    }
    run.done = true;
    this.job = FIRST_CYCLE;
    return run;
  }

  undo(id: string, tell: (action: RunAction) => void): RunView {
    const run = this.runs.find((one) => one.id === id);
    if (!run) throw new Error(`no run ${id}`);
    const actions = run.actions.map((one): RunAction => {
      const stays = one.kind === "start";
      const note = stays ? "Invites that were sent and accounts that were made in Ramp stay." : null;
      return { ...one, status: stays ? "final" : "undone", note };
    });
    for (const one of actions.toReversed()) tell(one);
    run.undone = true;
    this.run = null;
    this.job = null;
    const undo: RunView = { ...run, id: `${id}-back`, undoes: id, undone: false, done: true, actions };
    this.runs.unshift(undo);
    return undo;
  }

  advance() {
    this.logs = ["Ana Silva", "Rui Costa", "Ingrid Solberg"].map((name) => log(name));
    this.job = {
      ...FIRST_CYCLE,
      state: "healthy",
      headline: "Provisioning works. 3 people, none fails.",
      firstCycleOver: true,
      lastEnded: "2026-11-24T14:20:00Z",
      people: 3,
      exported: 3,
    };
    return null;
  }

  pause() {
    this.job = this.job && { ...this.job, state: "paused", headline: "Provisioning is paused." };
    return this.job;
  }

  handlers(): Record<string, (args: Args) => unknown> {
    const teller =
      ({ progress }: Args) =>
      (action: RunAction) =>
        (progress as { send: (action: RunAction) => void }).send(action);
    return {
      get_entra: () => this.view(),
      connect_practice_entra: () => this.signIn(),
      save_entra_choices: ({ choices }) => {
        this.choices = structuredClone(choices) as EntraChoices;
        return this.view();
      },
      find_assignees: ({ text }) =>
        DIRECTORY.filter((one) => one.name.toLowerCase().startsWith((text as string).trim().toLowerCase())),
      plan_entra: () => this.plan(),
      apply_entra: (args) => this.apply(args.run as string, teller(args)),
      undo_entra: (args) => this.undo(args.run as string, teller(args)),
      get_entra_runs: () => this.runs,
      get_entra_job: () => this.job,
      get_entra_logs: () => this.logs,
      get_entra_drift: () => this.drift,
      provision_through_entra: () => ON_DEMAND,
      pause_entra: () => this.pause(),
      advance_practice: () => this.advance(),
    };
  }
}

const ON_DEMAND: OnDemandView = {
  ok: true,
  headline: "Entra provisioned this person: create.",
  action: "Create",
  steps: [
    {
      name: "Import user",
      kind: "import",
      status: "success",
      description: "Retrieved Ana Silva from Microsoft Entra ID",
      details: [],
    },
    {
      name: "Determine if user is in scope",
      kind: "scoping",
      status: "success",
      description: "The user is assigned.",
      details: [],
    },
    {
      name: "Match user between source and target system",
      kind: "matching",
      status: "skipped",
      description: "No one there yet.",
      details: [],
    },
    {
      name: "Perform action",
      kind: "export",
      status: "success",
      description: "Ana Silva was created.",
      details: [],
    },
  ],
  changed: [{ attribute: "userName", before: null, after: "ana.silva@contoso.example" }],
  resourceId: "0f1f9e62-75a1-4f0e-8a53-6c9a2b7a1d10",
  failure: null,
};
