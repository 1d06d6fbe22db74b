import type {
  PracticeEmailWait,
  PracticeEvent,
  PracticeNews,
  PracticeSyncOptions,
  PracticeSyncSummary,
  PracticeTokenInfo,
} from "../bindings";

type Args = Record<string, unknown>;
type Told = [rule: string, kind: string, sentence: string];
type About = { id: string | null; name: string | null };

export const ANA: About = { id: "5b0c6f2e-6a1d-4f0e-9a37-2d8b1f4c7e90", name: "Ana Silva" };
const TOMASZ: About = { id: "0f6b2d11-4c83-4f52-8f0b-6c1f1f0d2a55", name: "Tomasz Zieliński" };

export const INVITED: Told[] = [
  ["R4", "location-created", "Location Lisbon created"],
  ["R4", "department-created", "Department Finance created"],
  ["R7", "role-given", "Ana Silva has the role Employee"],
  ["R8", "invite-sent", "Invite sent to Ana Silva, from the account owner"],
  ["R9", "spend-programs-issued", "Default Spend Programs issued to Ana Silva"],
];
const DEACTIVATED: Told[] = [["R10", "user-deactivated", "Ana Silva deactivated"]];
export const REFUSED: Told[] = [
  [
    "R3",
    "refused-department-missing",
    "Refused: Jonas Weber has no department, and Ramp has no default department.",
  ],
];

/** The practice Ramp's own pages behind the fixtures. */
export class PracticePages {
  events: PracticeEvent[] = [];
  waiting: PracticeEmailWait[] = [];
  tokens: PracticeTokenInfo[] = [];
  inUse: string | null = null;
  options: PracticeSyncOptions = { roleSync: false, autoTerminationDays: null };
  sync: PracticeSyncSummary = { lastSync: null, invited: 0, deactivated: 0 };
  /** The events up to here were there before the last run. */
  beforeRun = 0;

  clear() {
    Object.assign(this, new PracticePages());
  }

  tell(about: About, told: Told[], time = "2026-11-24T14:02:09.000Z") {
    for (const [rule, kind, sentence] of told) {
      const number = (this.events.at(-1)?.number ?? 0) + 1;
      this.events.push({ number, time, rule, kind, userId: about.id, userName: about.name, sentence });
    }
  }

  invite() {
    this.beforeRun = this.events.length;
    this.tell(ANA, INVITED);
  }

  refuse(time?: string) {
    this.beforeRun = this.events.length;
    this.tell({ id: null, name: "Jonas Weber" }, REFUSED, time);
  }

  putBack() {
    this.tell(ANA, DEACTIVATED, "2026-11-24T14:05:31.000Z");
  }

  /** A changed email that waits, and a day's other news. */
  busyDay() {
    this.tell(
      TOMASZ,
      [
        [
          "R5",
          "manager-not-in-ramp",
          "Tomasz Zieliński has no manager yet: the one Entra names is not in Ramp",
        ],
        ["R8", "invite-sent", "Invite sent to Tomasz Zieliński, from the account owner"],
        ["R9", "spend-programs-issued", "Default Spend Programs issued to Tomasz Zieliński"],
      ],
      "2026-11-24T13:50:01.000Z",
    );
    this.invite();
    this.tell(
      TOMASZ,
      [["R11", "email-change-waits", "Email change waits for Tomasz Zieliński’s confirmation"]],
      "2026-11-24T14:20:00.000Z",
    );
    this.refuse("2026-11-24T14:31:40.000Z");
    this.waiting = [
      {
        userId: TOMASZ.id ?? "",
        userName: "Tomasz Zieliński",
        inForce: "tomasz@contoso.example",
        wanted: "tomasz.zielinski@contoso.example",
      },
    ];
  }

  addToken(): PracticeTokenInfo {
    const fingerprint = `3fa9c1d${this.tokens.length}`;
    const token = {
      fingerprint,
      label: null,
      created: "2026-11-24T13:40:00.000Z",
      lastUsed: "2026-11-24",
      revoked: false,
    };
    this.tokens = [...this.tokens, token];
    return token;
  }

  end(which: (token: PracticeTokenInfo) => boolean) {
    this.tokens = this.tokens.map((token) => (which(token) ? { ...token, revoked: true } : token));
  }

  news(after: number, newest: number): PracticeNews {
    const events = this.events.filter((event) => event.number > after).slice(-newest);
    return { events, oldest: this.events[0]?.number ?? 0, waiting: this.waiting };
  }

  /** The commands. `dropProbe` is what the core does where the token in use ends. */
  handlers(token: string, dropProbe: () => void): Record<string, (args: Args) => unknown> {
    const ends = (fingerprint: unknown) => {
      if (fingerprint === this.inUse) dropProbe();
      this.end((one) => one.fingerprint === fingerprint);
    };
    return {
      generate_practice_token: () => {
        dropProbe();
        this.end(() => true);
        this.addToken();
        return { token };
      },
      get_practice_tokens: () => ({ tokens: this.tokens, inUse: this.inUse }),
      rotate_practice_token: ({ fingerprint }) => {
        ends(fingerprint);
        this.addToken();
        return { token };
      },
      revoke_practice_token: ({ fingerprint }) => ends(fingerprint),
      disconnect_practice: () => {
        dropProbe();
        this.end(() => true);
        this.tell({ id: null, name: null }, [
          ["R16", "disconnected", "Entra disconnected: no token is valid any more"],
        ]);
      },
      get_practice_options: () => this.options,
      set_practice_options: ({ options }) => {
        this.options = options as PracticeSyncOptions;
        return this.options;
      },
      get_practice_sync: () => this.sync,
      get_practice_news: ({ after, newest }) => this.news(after as number, newest as number),
      get_run_events: () => this.events.slice(this.beforeRun),
      confirm_practice_email: ({ userId }) => {
        const waits = this.waiting.find((wait) => wait.userId === userId);
        this.waiting = this.waiting.filter((wait) => wait !== waits);
        if (waits)
          this.tell({ id: waits.userId, name: waits.userName }, [
            ["R11", "email-change-confirmed", `${waits.userName} confirmed the new email`],
          ]);
        return waits !== undefined;
      },
    };
  }
}
