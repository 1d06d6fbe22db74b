import type { AppError, FailureView, ProbeReport } from "../bindings";
import { type FakeEntra, log, TENANT } from "./entra";
import { failingProbe, goodProbe, proxiedProbe, proxyProbe, unjudgedProbe, untrustedProbe } from "./probe";
import { roleRow, withRoleSync } from "./roles";
import { cleanedUp, refusedRun, run } from "./runs";
import type { World } from "./world";

function connected(world: World) {
  world.practising = true;
  world.token = { lastFour: "7f3e", place: "keychain" };
  world.probe = goodProbe();
  world.pages.inUse = world.pages.addToken().fingerprint;
}

/** A set-up with the real Ramp, whose test ended as told. */
function real(probe: () => ProbeReport) {
  return (world: World) => {
    connected(world);
    world.mode = "real";
    world.url = "https://scim.ramp.example/scim/v2";
    world.probe = probe();
    world.nextProbe = probe();
    world.current = "connect-ramp";
  };
}

function misspell(world: World, ...changes: [string, string][]) {
  world.table.rows = world.table.rows.map((row) => {
    const change = changes.find(([right]) => right === row.target);
    return change ? { ...row, target: change[1] } : row;
  });
}

/** Tested, signed in, and at the choice of who is assigned. */
function scoped(world: World) {
  connected(world);
  world.testRun = cleanedUp(run("ana.silva", false));
  world.entra.signIn();
  world.current = "scope-start";
}

/** A plan carried out before the window was opened, as far as it goes. */
function applied(world: World) {
  try {
    world.entra.apply(world.entra.plan().id, () => undefined);
  } catch {
    // It stopped, as told.
  }
}

/** Two people who fail for one cause, and one whose older failure is mended. */
function failing(entra: FakeEntra) {
  const failure: FailureView = {
    code: "SystemForCrossDomainIdentityManagementBadRequest",
    cause: "Ramp refused what Entra sent.",
    side: "you",
    nextAction: "Give them a department in Entra, or set a default department in Ramp.",
    raw: "department is missing and no default department is set",
  };
  const failed = { status: "failure", failure } as const;
  entra.logs = [
    log("Ana Silva"),
    log("Jonas Weber", failed),
    log("Léa Martin", failed),
    log("Ana Silva", { ...failed, id: "log-older" }),
  ];
  entra.job = entra.job && {
    ...entra.job,
    state: "some-failed",
    headline: "Provisioning works. 2 of 3 people fail.",
    failed: 2,
  };
}

/** Named places in the wizard, for tests and for looking at it. */
export const SCENARIOS: Record<string, (world: World) => void> = {
  returning: (world) => {
    connected(world);
    world.current = "start";
  },
  "returning-complete": (world) => {
    connected(world);
    world.previewKey = "ana.silva";
    world.testRun = cleanedUp(run("ana.silva", false));
    world.pages.invite();
    world.pages.putBack();
    world.current = "start";
  },
  "damaged-settings": (world) => {
    connected(world);
    world.notice = "The settings file was damaged. It was set aside, and Onramp began with a new one.";
    world.current = "connect-ramp";
  },
  connect: (world) => {
    world.practising = true;
    world.current = "connect-ramp";
  },
  connected: (world) => {
    connected(world);
    world.current = "connect-ramp";
  },
  "connect-fails": (world) => {
    connected(world);
    world.probe = failingProbe();
    world.nextProbe = failingProbe();
    world.current = "connect-ramp";
  },
  "connect-refuses": (world) => {
    connected(world);
    world.current = "connect-ramp";
    world.handlers.save_connection = () => {
      throw {
        code: "url.ends-in-resource",
        side: "you",
        message: "The URL ends in /Users, which Entra adds itself.",
        nextAction: `Without it: ${world.url}`,
        details: [],
        exchange: null,
      } satisfies AppError;
    };
  },
  "connect-unjudged": real(unjudgedProbe),
  "connect-proxy": real(proxyProbe),
  "connect-untrusted": real(untrustedProbe),
  "connect-through-proxy": (world) => {
    real(proxiedProbe)(world);
    world.network = { proxy: "proxy.example:3128", caFile: "/home/ana/corp.pem", signsIn: true };
  },
  "connected-busy": (world) => {
    connected(world);
    world.pages.addToken();
    world.pages.busyDay();
    world.pages.sync = { lastSync: "2026-11-24T14:20:00.000Z", invited: 2, deactivated: 0 };
    world.current = "connect-ramp";
  },
  mappings: (world) => {
    connected(world);
    world.current = "attribute-mappings";
  },
  "mappings-misspelt": (world) => {
    connected(world);
    misspell(world, ["name.givenName", "name.givenname"]);
    world.current = "attribute-mappings";
  },
  "mappings-two-misspelt": (world) => {
    connected(world);
    misspell(world, ["name.givenName", "name.givenname"], ["userName", "username"]);
    world.current = "attribute-mappings";
  },
  "mappings-role-sync": (world) => {
    connected(world);
    world.table.rows = withRoleSync(world.table.rows, "roles-single");
    world.current = "attribute-mappings";
  },
  "mappings-own-roles": (world) => {
    connected(world);
    world.table.rows.push(roleRow("roles", 'Switch([department], , "IT", "IT_ADMIN")'));
    world.current = "attribute-mappings";
  },
  "preview-empty": (world) => {
    connected(world);
    world.current = "preview";
  },
  preview: (world) => {
    connected(world);
    world.previewKey = "ana.silva";
    world.current = "preview";
  },
  "preview-refused": (world) => {
    connected(world);
    world.previewKey = "jonas.weber";
    world.current = "preview";
  },
  test: (world) => {
    connected(world);
    world.previewKey = "ana.silva";
    world.current = "test-user";
  },
  "test-dry": (world) => {
    connected(world);
    world.previewKey = "ana.silva";
    world.testRun = run("ana.silva", true);
    world.current = "test-user";
  },
  "test-real": (world) => {
    connected(world);
    world.previewKey = "ana.silva";
    world.testRun = run("ana.silva", false);
    world.pages.invite();
    world.current = "test-user";
  },
  "test-cleaned": (world) => {
    connected(world);
    world.previewKey = "ana.silva";
    world.testRun = cleanedUp(run("ana.silva", false));
    world.pages.invite();
    world.pages.putBack();
    world.current = "test-user";
  },
  "test-refused": (world) => {
    connected(world);
    world.previewKey = "jonas.weber";
    world.testRun = refusedRun("jonas.weber");
    world.pages.refuse();
    world.current = "test-user";
  },
  entra: (world) => {
    connected(world);
    world.current = "connect-entra";
  },
  "entra-real": (world) => {
    connected(world);
    world.mode = "real";
    world.current = "connect-entra";
  },
  "entra-signed-in": (world) => {
    connected(world);
    world.entra.signIn();
    world.current = "connect-entra";
  },
  "entra-no-rights": (world) => {
    connected(world);
    world.entra.signIn();
    world.entra.tenant = {
      ...TENANT,
      roles: ["Reports Reader"],
      fittingRole: false,
      assignsGroups: false,
    };
    world.current = "connect-entra";
  },
  "entra-restarted": (world) => {
    connected(world);
    world.entra.tenant = TENANT;
    world.current = "connect-entra";
  },
  scope: (world) => {
    scoped(world);
  },
  "scope-signed-out": (world) => {
    scoped(world);
    world.entra.signedIn = false;
  },
  "scope-chosen": (world) => {
    scoped(world);
    world.entra.assign("Ramp pilot");
  },
  "scope-running": (world) => {
    scoped(world);
    world.entra.assign("Ramp pilot");
    applied(world);
    world.entra.advance();
  },
  "scope-failing": (world) => {
    scoped(world);
    world.entra.assign("Ramp pilot");
    applied(world);
    world.entra.advance();
    failing(world.entra);
  },
  "scope-stopped": (world) => {
    scoped(world);
    world.entra.assign("Ramp pilot");
    world.entra.stopsAt = "3";
    applied(world);
    world.entra.stopsAt = null;
  },
  "done-with-entra": (world) => {
    scoped(world);
    applied(world);
    world.entra.advance();
    world.current = "done";
  },
  done: (world) => {
    connected(world);
    world.previewKey = "ana.silva";
    world.testRun = cleanedUp(run("ana.silva", false));
    world.pages.invite();
    world.pages.putBack();
    world.current = "done";
  },
};

export function applyScenario(world: World, name: string) {
  SCENARIOS[name]?.(world);
}
