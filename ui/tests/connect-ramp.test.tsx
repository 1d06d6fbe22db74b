import { screen, waitFor, within } from "@testing-library/react";
import { expect, test } from "vitest";
import { failure } from "../src/ipc/fake/failure";
import { fakeHost } from "../src/ipc/fake/host";
import { PRACTICE_TOKEN } from "../src/ipc/fake/world";
import { button, confirm, heading, marked, open } from "./open";

const SECRET = "pasted-secret-9a1b2c3d4e";
const tokens = () =>
  fakeHost.argsOf("save_connection").map(({ input }) => (input as { token: unknown }).token);
const everywhere = (client: { getQueryCache(): unknown; getMutationCache(): unknown }) =>
  [
    document.documentElement.outerHTML,
    ...[...document.querySelectorAll("input")].map((input) => input.value),
  ].join() + JSON.stringify([dump(client.getQueryCache()), dump(client.getMutationCache())]);
const dump = (cache: unknown) =>
  (cache as { getAll(): { state: unknown }[] }).getAll().map(({ state }) => state);

test("the generated token is shown once, sent once, and gone", async () => {
  const { user, client } = await open("connect");
  await user.click(await button("Generate token"));
  expect(await screen.findByLabelText("New API token")).toHaveTextContent(PRACTICE_TOKEN);

  await user.click(await button("Use this token"));
  expect(await screen.findByText("7f3e")).toBeVisible();
  await waitFor(() => expect(fakeHost.argsOf("probe_ramp")).toHaveLength(1));
  expect(tokens()).toEqual([PRACTICE_TOKEN]);
  expect(everywhere(client)).not.toContain(PRACTICE_TOKEN);
});

test("a pasted token leaves the field at submit and no trace after it", async () => {
  const { user, client } = await open("connect");
  const field = await screen.findByLabelText<HTMLInputElement>("API token");
  await user.click(field);
  await user.paste(SECRET);
  await user.click(await button("Test connection"));

  expect(await screen.findByText("11 layers pass, 1 not needed")).toBeVisible();
  expect(tokens()).toEqual([SECRET]);
  expect(everywhere(client)).not.toContain(SECRET);
});

test("without a token nothing is sent, and the field says so", async () => {
  const { user } = await open("connect");
  await user.click(await button("Test connection"));
  expect(await screen.findByText(/The token is missing/)).toBeVisible();
  expect(tokens()).toEqual([]);
});

test("testing again keeps the stored token", async () => {
  const { user } = await open("connected");
  await user.click(await button("Test again"));
  await waitFor(() => expect(tokens()).toEqual([null]));
});

test("a shut keychain offers to keep the token for this run, without pasting it again", async () => {
  const { user, client } = await open("connect");
  fakeHost.replace("save_connection", () => {
    throw failure({ code: "keychain.locked", side: "this-computer", message: "The keychain is locked." });
  });
  await user.click(await screen.findByLabelText("API token"));
  await user.paste(SECRET);
  await user.click(await button("Test connection"));
  const card = await screen.findByText("The keychain is locked.");
  expect(card).toBeVisible();
  expect(everywhere(client)).not.toContain(SECRET);

  fakeHost.restore("save_connection");
  await user.click(await button("Keep it for this run only"));
  expect(await screen.findByText(/For this run only/)).toBeVisible();
  expect(fakeHost.argsOf("save_connection").at(-1)).toMatchObject({
    input: { token: SECRET, thisRunOnly: true },
  });
});

test("a new practice token says that it ends the one in use, and then waits to be used", async () => {
  const { user } = await open("connected");
  await user.click(await button("Replace"));
  expect(await screen.findByLabelText("API token")).toHaveFocus();
  await user.click(await button("Generate token"));
  expect(fakeHost.argsOf("generate_practice_token")).toEqual([]);
  await confirm(user, "Replace the token", /This replaces the token in use/);

  expect(await screen.findByLabelText("New API token")).toHaveTextContent(PRACTICE_TOKEN);
  expect(screen.queryByRole("button", { name: "Keep the stored one" })).toBeNull();
  expect(screen.queryByText("11 layers pass, 1 not needed")).toBeNull();
  expect(await screen.findByText("12 layers, not tested yet")).toBeVisible();
  const next = await button("Next: Connect Entra");
  expect(next).toBeDisabled();
  expect(next).toHaveAccessibleDescription("Next is off until the connection is tested");

  await user.click(await button("Use this token"));
  await waitFor(() => expect(next).toBeEnabled());
  expect(tokens()).toEqual([PRACTICE_TOKEN]);
  expect(await screen.findByText("11 layers pass, 1 not needed")).toBeVisible();
});

test("a new token that was left behind still counts", async () => {
  const { user, client } = await open("connected");
  await user.click(await button("Replace"));
  await user.click(await button("Generate token"));
  await confirm(user, "Replace the token", /This replaces the token in use/);
  await screen.findByLabelText("New API token");
  await user.click(await button("Back"));
  await user.click(await button("Continue: Connect Ramp"));

  expect(await screen.findByText(/The stored token stopped working/)).toBeVisible();
  expect(everywhere(client)).not.toContain(PRACTICE_TOKEN);
  expect(await button("Next: Connect Entra")).toBeDisabled();
  await user.click(await button("Test connection"));
  expect(await screen.findByText(/The token is missing/)).toBeVisible();
  await user.click(await button("Generate token"));
  expect(await button("Use this token")).toHaveFocus();
});

test("a refused address is told under its field, and takes the old findings with it", async () => {
  const { user } = await open("connect-refuses");
  const field = await screen.findByLabelText<HTMLInputElement>("SCIM URL");
  await screen.findByText("11 layers pass, 1 not needed");
  const right = field.value;
  await user.type(field, "/Users");
  expect(await screen.findByText("Not tested with this URL")).toBeVisible();
  await user.click(await button("Test again"));

  await waitFor(() => expect(field).toHaveAccessibleDescription(/ends in \/Users.*Without it/));
  expect(field).toHaveValue(`${right}/Users`);
  expect(screen.queryByText("11 layers pass, 1 not needed")).toBeNull();
  expect(marked("data-layer", "filter")).toHaveAttribute("data-stale");

  await user.click(await button("Use this URL"));
  expect(field).toHaveValue(right);
  expect(field).toHaveFocus();
  expect(screen.queryByText(/ends in \/Users/)).toBeNull();
  expect(screen.getByText("11 layers pass, 1 not needed")).toBeVisible();
});

test("a diagnosis of another address is not shown beside the one that is typed", async () => {
  const { user } = await open("connect-fails");
  await screen.findByRole("region", { name: "404 where an empty list belongs" });
  await user.type(await screen.findByLabelText("SCIM URL"), "2");
  expect(screen.queryByRole("region", { name: "404 where an empty list belongs" })).toBeNull();
  expect(within(marked("data-layer", "filter")).queryByRole("button")).toBeNull();
});

test("an address that was typed and not tested keeps Next off", async () => {
  const { user } = await open("connected");
  await user.type(await screen.findByLabelText("SCIM URL"), "2");
  const next = await button("Next: Connect Entra");
  expect(next).toBeDisabled();
  expect(next).toHaveAccessibleDescription("Next is off: this URL is not tested");
  await user.click(await button("Test again"));
  await waitFor(() => expect(next).toBeEnabled());
});

test("a token that is refused stays in its field, to be mended there", async () => {
  const { user } = await open("connected");
  fakeHost.replace("save_connection", () => {
    throw failure({ code: "token.has-blanks", side: "you", message: "There is a blank in the token." });
  });
  await user.click(await button("Replace"));
  const field = await screen.findByLabelText<HTMLInputElement>("API token");
  await user.type(field, "abc def");
  await user.click(await button("Test again"));
  expect(await screen.findByText("There is a blank in the token.")).toBeVisible();
  expect(field).toHaveValue("abc def");
});

test("what is not needed is told apart from what was not tried", async () => {
  await open("connected");
  await screen.findByText("11 layers pass, 1 not needed");
  expect(within(marked("data-layer", "tls")).getByRole("img", { name: "not needed" })).toBeVisible();
});

test("the keyboard keeps its place when the pressed button is gone", async () => {
  const { user } = await open("connect");
  await user.click(await button("Generate token"));
  await waitFor(async () => expect(await button("Use this token")).toHaveFocus());
  await user.click(await button("Use this token"));
  await screen.findByText("11 layers pass, 1 not needed");
  await waitFor(async () => expect(await heading("Connect Ramp")).toHaveFocus());
});

test("a failing layer is tinted, and its diagnosis stands beside it", async () => {
  const { user } = await open("connect-fails");
  await screen.findByText("10 of 12 layers pass");
  expect(marked("data-layer", "filter")).toHaveAttribute("data-verdict", "fail");
  expect(marked("data-layer", "users")).toHaveAttribute("data-verdict", "pass");

  const diagnosis = screen.getByRole("region", { name: "404 where an empty list belongs" });
  expect(within(diagnosis).getByText("Ramp’s side")).toBeVisible();
  expect(within(diagnosis).getByText(/The token is fine/)).toBeVisible();
  await user.click(within(diagnosis).getByRole("button", { name: /Request and answer/ }));
  expect(within(diagnosis).getByText("Bearer ••••••••7f3e")).toBeVisible();
});

test("a handshake that could not be judged is neither a failure nor a pass", async () => {
  await open("connect-unjudged");
  await screen.findByText("TLS could not be judged", { selector: "h2" });
  const line = marked("data-layer", "tls");
  expect(line).toHaveAttribute("data-verdict", "unknown");
  expect(within(line).getByRole("img", { name: "could not be judged" })).toBeVisible();
  expect(within(marked("data-layer", "patch")).getByRole("img", { name: "not tried" })).toBeVisible();

  expect(line).toHaveTextContent(/^TLSCould not be judged31 ms$/);
  const diagnosis = screen.getByRole("region", { name: /Could not be judged: scim\.ramp\.example/ });
  expect(diagnosis).toHaveAttribute("data-tone", "unknown");
  expect(within(diagnosis).getByRole("blockquote")).toHaveTextContent(/Perhaps nothing/);
  const next = await button("Next: Connect Entra");
  expect(next).toBeDisabled();
  expect(next).toHaveAccessibleDescription("Next is off: TLS could not be judged");
  expect(screen.queryByRole("img", { name: "fails" })).toBeNull();
});
