import { screen, waitFor, within } from "@testing-library/react";
import { expect, test } from "vitest";
import { failure } from "../src/ipc/fake/failure";
import { fakeHost } from "../src/ipc/fake/host";
import { button, marked, open } from "./open";

const PASSWORD = "hunter2-is-long-9a1b";
const PROXY = "proxy.example:3128";
const sent = () => fakeHost.argsOf("save_network").map(({ input }) => input);
const field = (label: string) => screen.findByLabelText<HTMLInputElement>(label);
const inputs = () => [...document.querySelectorAll("input")].map((input) => input.value);

const network = async (scenario: string) => {
  const opened = await open(scenario);
  await opened.user.click(await button(/^Network:/));
  await field("Proxy address");
  return opened;
};

/** All that the window remembers: the page, its fields, and both caches. */
function everywhere(client: { getQueryCache(): unknown; getMutationCache(): unknown }) {
  const dump = (cache: unknown) =>
    (cache as { getAll(): { state: unknown }[] }).getAll().map(({ state }) => state);
  return JSON.stringify([
    document.documentElement.outerHTML,
    inputs(),
    dump(client.getQueryCache()),
    dump(client.getMutationCache()),
  ]);
}

function refuse(code: string, message: string, nextAction: string) {
  fakeHost.replace("save_network", () => {
    throw failure({ code, side: "you", message, nextAction });
  });
}

test("one closed line says which way is taken", async () => {
  await open("connect-through-proxy");
  const line = await button("Network: proxy proxy.example:3128, extra certificates corp.pem");
  expect(line).toHaveAttribute("aria-expanded", "false");
  expect(screen.queryByLabelText("Proxy address")).toBeNull();
});

test("a proxy with user, password and a certificate is saved, and no trace of the password stays", async () => {
  const { user, client } = await network("connect-proxy");
  expect(await button("Network: the system’s proxy")).toHaveAttribute("aria-expanded", "true");
  expect(await field("Proxy password")).toBeDisabled();
  await user.type(await field("Proxy address"), ` ${PROXY}`);
  await user.type(await field("Proxy user"), "ana");
  await user.type(await field("Proxy password"), PASSWORD);
  expect(document.documentElement.outerHTML).not.toContain(PASSWORD);
  await user.type(await field("Extra certificate file"), "C:\\certs\\corp.pem");
  expect(screen.getByText("Not saved yet")).toBeVisible();
  await user.click(await button("Save network"));

  expect(await screen.findByText("Saved")).toBeVisible();
  expect(sent()).toEqual([
    {
      settings: { proxy: PROXY, caFile: "C:\\certs\\corp.pem" },
      credentials: `ana:${PASSWORD}`,
      thisRunOnly: false,
    },
  ]);
  expect(everywhere(client)).not.toContain(PASSWORD);
  expect(await screen.findByText("Signs in to the proxy")).toBeVisible();
  expect(await button("Network: proxy proxy.example:3128, extra certificates corp.pem")).toBeVisible();
  // It went another way, so what the last test found says nothing any more.
  expect(await screen.findByText("12 layers, not tested yet")).toBeVisible();
  expect(await button("Save network")).toHaveFocus();
});

test("saving again keeps what is kept, and sends no password", async () => {
  const { user } = await network("connect-through-proxy");
  await user.clear(await field("Extra certificate file"));
  await user.click(await button("Save network"));
  await waitFor(() =>
    expect(sent()).toEqual([
      { settings: { proxy: PROXY, caFile: null }, credentials: null, thisRunOnly: false },
    ]),
  );
  expect(await screen.findByText("Signs in to the proxy")).toBeVisible();
});

test("user and password of one proxy are not offered to another", async () => {
  const { user } = await network("connect-through-proxy");
  await user.type(await field("Proxy address"), "0");
  expect(await field("Proxy user")).toHaveAccessibleDescription(/belongs to another proxy/);
  await user.type(await field("Proxy address"), "{Backspace}");
  expect(await screen.findByText("Signs in to the proxy")).toBeVisible();
});

test("they can be replaced, and forgotten", async () => {
  const { user } = await network("connect-through-proxy");
  await user.click(await button("Replace user and password"));
  expect(await field("Proxy user")).toHaveFocus();
  await user.click(await button("Keep the stored ones"));
  expect(await button("Replace user and password")).toHaveFocus();
  await user.click(await button("Forget user and password"));
  await waitFor(() => expect(sent()).toMatchObject([{ settings: { proxy: PROXY }, credentials: "" }]));
  await waitFor(async () => expect(await field("Proxy user")).toHaveFocus());
});

test("the keyboard keeps its place when the field it saved from is gone", async () => {
  const { user } = await network("connect-proxy");
  await user.type(await field("Proxy address"), PROXY);
  await user.type(await field("Proxy user"), "ana");
  await user.type(await field("Proxy password"), `${PASSWORD}{Enter}`);
  expect(await screen.findByText("Signs in to the proxy")).toBeVisible();
  await waitFor(async () => expect(await button("Save network")).toHaveFocus());
});

test("a sign-in that ended with the last run is asked for where it is entered", async () => {
  const { user } = await open("connect-through-proxy");
  fakeHost.replace("probe_ramp", () => {
    throw failure({ code: "proxy.credentials-missing", side: "you", message: "They are no longer there." });
  });
  await user.click(await button("Test again"));
  await screen.findByText("They are no longer there.");
  await user.click(await button("Open Network"));
  expect(await field("Proxy user")).toHaveFocus();
});

test.each([
  ["proxy.has-path", "Proxy address"],
  ["proxy.credentials", "Proxy user"],
  ["ca-file.no-certificate", "Extra certificate file"],
])("%s is told beside its field, which keeps the keyboard and what was typed", async (code, label) => {
  const { user } = await network("connect-proxy");
  refuse(code, "It is not usable.", "Enter another one.");
  await user.type(await field("Proxy address"), PROXY);
  await user.type(await field("Proxy user"), "ana");
  await user.type(await field("Proxy password"), PASSWORD);
  await user.type(await field("Extra certificate file"), "/corp.pem");
  await user.keyboard("{Enter}");

  const refused = await field(label);
  await waitFor(() => expect(refused).toHaveAccessibleDescription(/It is not usable\. Enter another one\./));
  expect(marked("data-error-code", code)).toBeVisible();
  expect(refused).toHaveFocus();
  expect(inputs()).toEqual(expect.arrayContaining([PROXY, "ana", PASSWORD, "/corp.pem"]));
  expect(document.documentElement.outerHTML).not.toContain(PASSWORD);

  fakeHost.restore("save_network");
  await user.type(refused, "x");
  expect(screen.queryByText(/It is not usable/)).toBeNull();
  await user.click(await button("Save network"));
  expect(await screen.findByText("Saved")).toBeVisible();
  expect(inputs()).not.toContain(PASSWORD);
});

test("a colon in the user name is refused before it is taken for the password's beginning", async () => {
  const { user } = await network("connect-proxy");
  await user.type(await field("Proxy address"), PROXY);
  await user.type(await field("Proxy user"), "corp:ana");
  await user.click(await button("Save network"));
  expect(await field("Proxy user")).toHaveAccessibleDescription(/no colon/);
  expect(sent()).toEqual([]);
});

test("a shut keychain offers to keep both for this run, without typing them again", async () => {
  const { user, client } = await network("connect-proxy");
  fakeHost.replace("save_network", () => {
    throw failure({ code: "keychain.locked", side: "this-computer", message: "The keychain is locked." });
  });
  await user.type(await field("Proxy address"), PROXY);
  await user.type(await field("Proxy user"), "ana");
  await user.type(await field("Proxy password"), PASSWORD);
  await user.click(await button("Save network"));
  expect(await screen.findByText("The keychain is locked.")).toBeVisible();

  fakeHost.restore("save_network");
  await user.click(await button("Keep both for this run only"));
  expect(await screen.findByText("Signs in to the proxy")).toBeVisible();
  expect(sent().at(-1)).toMatchObject({ credentials: `ana:${PASSWORD}`, thisRunOnly: true });
  expect(everywhere(client)).not.toContain(PASSWORD);
});

test("the system's settings come back with one press", async () => {
  const { user } = await network("connect-through-proxy");
  await user.click(await button("Reset to the system’s"));
  expect(await button("Network: the system’s proxy")).toBeVisible();
  expect(sent()).toEqual([
    { settings: { proxy: null, caFile: null }, credentials: null, thisRunOnly: false },
  ]);
  expect(await field("Proxy address")).toHaveValue("");
  expect(await field("Extra certificate file")).toHaveValue("");
  const reset = await button("Reset to the system’s");
  expect(reset).toHaveAttribute("aria-disabled", "true");
  expect(reset).toHaveFocus();
});

test.each([
  ["connect-proxy", /asks for a user and a password/, "Proxy address"],
  ["connect-untrusted", /comes from an issuer this computer does not trust/, "Extra certificate file"],
])("the diagnosis of %s leads to the field that mends it", async (scenario, name, label) => {
  const { user } = await open(scenario);
  const diagnosis = await screen.findByRole("region", { name });
  await user.click(within(diagnosis).getByRole("button", { name: "Open Network" }));
  expect(await field(label)).toHaveFocus();
});

test("a file that went away leads to its field, and its refusal goes when it is mended", async () => {
  const { user } = await open("connect-through-proxy");
  fakeHost.replace("probe_ramp", () => {
    throw failure({ code: "ca-file.unreadable", side: "you", message: "/home/ana/corp.pem can’t be read." });
  });
  await user.click(await button("Test again"));
  await screen.findByText("/home/ana/corp.pem can’t be read.");
  await user.click(await button("Open Network"));
  const file = await field("Extra certificate file");
  expect(file).toHaveFocus();
  await user.clear(file);
  await user.click(await button("Save network"));
  await waitFor(() => expect(screen.queryByText("/home/ana/corp.pem can’t be read.")).toBeNull());
});

test("other failures lead nowhere near the network", async () => {
  await open("connect-fails");
  await screen.findByRole("region", { name: "404 where an empty list belongs" });
  expect(screen.queryByRole("button", { name: "Open Network" })).toBeNull();
});

test("in practice it says that this computer is reached directly", async () => {
  await network("connected");
  expect(screen.getByText(/reached directly, whatever stands here/)).toBeVisible();
});
