import type {
  Mode,
  NetworkView,
  PracticeSettings,
  Preferences,
  ProbeReport,
  StepId,
  StepView,
  TestRun,
  TokenChip,
  WizardState,
} from "../bindings";
import { FakeEntra } from "./entra";
import { check } from "./mappings";
import { PEOPLE, previewOf } from "./people";
import { PracticePages } from "./practice";
import { goodProbe, SCIM_URL } from "./probe";
import { cleanedUp, refusedRun, run } from "./runs";
import { FakeTable } from "./table";

type Args = Record<string, unknown>;
type Handler = (args: Args) => unknown;

export const PRACTICE_TOKEN = "onramp-practice-Qm7vTz1kX0c9Ld4sWb2Rj6Hn5Yp8Ea7f3e";

/** State behind the fixtures. It follows a click, and decides nothing that the core decides. */
export class World {
  practising = false;
  mode: Mode = "practice";
  current: StepId = "start";
  token: TokenChip | null = null;
  probe: ProbeReport | null = null;
  nextProbe: ProbeReport = goodProbe();
  table = new FakeTable();
  previewKey: string | null = null;
  testRun: TestRun | null = null;
  theme: Preferences["theme"] = "system";
  settings: PracticeSettings = { defaultLocation: null, defaultDepartment: null };
  notice: string | null = null;
  url: string = SCIM_URL;
  network: NetworkView = { proxy: null, caFile: null, signsIn: false };
  pages = new PracticePages();
  entra = new FakeEntra();

  readonly handlers: Record<string, Handler> = {
    ...this.pages.handlers(PRACTICE_TOKEN, () => {
      this.probe = null;
    }),
    ...this.table.handlers(),
    ...this.entra.handlers(),
    get_state: () => this.state(),
    start_practice: () => {
      this.practising = true;
      this.current = "connect-ramp";
      return this.state();
    },
    go_to_step: ({ step }) => {
      this.current = step as StepId;
      return this.state();
    },
    start_over: () => {
      const { entra, handlers, pages, table, theme } = this;
      pages.clear();
      table.clear();
      Object.assign(entra, new FakeEntra());
      Object.assign(this, new World(), { entra, handlers, pages, table, theme });
      return this.state();
    },
    get_preferences: () => ({ theme: this.theme }),
    set_theme: ({ theme }) => {
      this.theme = theme as Preferences["theme"];
      return { theme: this.theme };
    },
    save_connection: ({ input }) => {
      const { token, thisRunOnly, scimUrl } = input as {
        token: string | null;
        thisRunOnly: boolean;
        scimUrl: string;
      };
      this.url = scimUrl;
      if (token) this.pages.inUse = this.pages.tokens.at(-1)?.fingerprint ?? null;
      if (token)
        this.token = { lastFour: token.slice(-4), place: thisRunOnly ? "this-run-only" : "keychain" };
      return this.state();
    },
    probe_ramp: () => {
      this.probe = this.nextProbe;
      return this.probe;
    },
    get_probe: () => this.probe,
    get_network: () => this.network,
    save_network: ({ input }) => {
      const { settings, credentials } = input as {
        settings: Omit<NetworkView, "signsIn">;
        credentials: string | null;
      };
      const keeps = this.network.signsIn && settings.proxy === this.network.proxy;
      this.network = { ...settings, signsIn: credentials === null ? keeps : credentials !== "" };
      this.probe = null;
      return this.state();
    },
    get_practice_settings: () => this.settings,
    set_practice_settings: ({ settings }) => {
      this.settings = settings as PracticeSettings;
      return this.settings;
    },
    get_practice_status: () => ({ scimUrl: SCIM_URL, users: 12, hasToken: this.token !== null }),
    list_people: () => PEOPLE,
    get_preview_key: () => this.previewKey,
    preview_person: ({ key }) => {
      this.previewKey = key as string;
      return previewOf(this.previewKey);
    },
    get_test_run: () => this.testRun,
    dry_run_user: ({ key }) => {
      this.testRun = run(key as string, true);
      return this.testRun;
    },
    provision_user: ({ key }) => {
      const refused = key === "jonas.weber";
      if (refused) this.pages.refuse();
      else this.pages.invite();
      this.testRun = refused ? refusedRun(key as string) : run(key as string, false);
      return this.testRun;
    },
    clean_up_user: () => {
      if (this.testRun) {
        this.pages.putBack();
        this.testRun = cleanedUp(this.testRun);
      }
      return this.testRun;
    },
    get_summary: () => {
      const lines = this.steps()
        .filter((step) => step.id !== "done")
        .filter((step) => step.id !== "connect-entra" || this.entra.signedIn)
        .filter((step) => step.id !== "scope-start" || this.entra.run !== null)
        .map((step) => ({ step: step.id, status: step.status, text: PROVEN[step.id] ?? step.line }));
      return { title: "Provisioning works for Ana Silva", complete: true, lines };
    },
  };

  state(): WizardState {
    const profile = this.practising
      ? {
          id: "practice",
          name: "Contoso",
          mode: this.mode,
          scimUrl: this.url,
          token: this.token,
        }
      : null;
    return { profile, current: this.current, steps: this.steps(), notice: this.notice };
  }

  steps(): StepView[] {
    const errors = this.table.rows.flatMap(check);
    const first = errors[0];
    const connected = this.probe?.ok === true;
    const failing = this.probe?.layers.find((line) => line.verdict === "fail");
    const passed = this.probe?.layers.filter((line) => line.verdict === "pass").length ?? 0;
    const unjudged = this.probe?.layers.some((line) => line.verdict === "unknown") ?? false;
    const tested = this.testRun !== null && !this.testRun.dryRun && this.testRun.outcome.kind === "created";
    const refused = this.testRun?.outcome.kind === "refused";
    const practising = this.practising;
    return [
      {
        id: "connect-ramp",
        status: failing ? "error" : unjudged ? "unknown" : connected ? "done" : "todo",
        line: failing
          ? failing.short
          : unjudged
            ? "TLS could not be judged"
            : connected
              ? `${passed} layers pass`
              : "URL and token, proven",
        available: practising,
        next: {
          open: connected,
          reason: connected
            ? ""
            : failing
              ? `Next is off: ${failing.short}`
              : unjudged
                ? "Next is off: TLS could not be judged"
                : "Next is off until the connection is tested",
        },
      },
      {
        id: "connect-entra",
        status: this.entra.signedIn ? "done" : this.entra.tenant ? "unknown" : "todo",
        line: this.entra.signedIn ? "Contoso" : this.entra.tenant ? "Sign in again" : "Not signed in",
        available: practising,
        next: {
          open: true,
          reason: this.entra.signedIn
            ? "Nothing was changed in the tenant"
            : "You can go on: mappings and tests need no sign-in",
        },
      },
      {
        id: "attribute-mappings",
        status: first ? "error" : connected ? "done" : "blocked",
        line: first
          ? `${errors.length} misspelt`
          : connected
            ? "10 rows, no errors"
            : "Needs a working Ramp side",
        available: practising && connected,
        next: {
          open: !first,
          reason: first ? `Next is off until ${first.subject} is right` : "",
        },
      },
      {
        id: "preview",
        status: !connected || first ? "blocked" : this.previewKey ? "done" : "todo",
        line: !connected
          ? "Needs a working Ramp side"
          : first
            ? "Needs correct mappings"
            : this.previewKey
              ? "1 person previewed"
              : "Who would be invited",
        available: connected && !first,
        next: this.previewKey
          ? { open: true, reason: "Nothing has been sent" }
          : { open: false, reason: "Next is off until a person is chosen" },
      },
      {
        id: "test-user",
        status: !connected || first ? "blocked" : refused ? "error" : tested ? "done" : "todo",
        line: !connected
          ? "Needs a working Ramp side"
          : first
            ? "Needs correct mappings"
            : refused
              ? "Ramp refused 1 person"
              : tested
                ? "Tested on 1 person"
                : "One person, then put back",
        available: connected && !first,
        next: tested
          ? {
              open: true,
              reason: this.testRun?.cleanUp ? "" : "The test person is still in Ramp",
            }
          : { open: false, reason: "Next is off until one person is provisioned" },
      },
      {
        id: "scope-start",
        status: !connected || first ? "blocked" : this.entra.run ? "done" : "todo",
        line: !connected
          ? "Needs a working Ramp side"
          : first
            ? "Needs correct mappings"
            : this.entra.run
              ? "5 changes applied"
              : this.entra.signedIn
                ? "Nothing is planned yet"
                : "Needs a sign-in to Entra",
        available: connected && !first,
        next: tested
          ? { open: true, reason: this.entra.run ? "" : "Entra is not set up yet" }
          : { open: false, reason: "Next is off until one user was provisioned" },
      },
      {
        id: "done",
        status: tested ? "done" : "blocked",
        line: tested ? "Proven on 1 person" : "Needs a tested user",
        available: tested,
        next: { open: false, reason: "" },
      },
    ];
  }
}

const PROVEN: Partial<Record<StepId, string>> = {
  "connect-ramp": "All 12 layers of the connection pass.",
  "attribute-mappings": "10 rows, every name as Ramp knows it.",
  preview: "Ramp would invite Ana Silva.",
  "test-user": "Ana Silva was created, compared and put back.",
};
