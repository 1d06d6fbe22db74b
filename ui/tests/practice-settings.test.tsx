import { screen, waitFor, within } from "@testing-library/react";
import { expect, test } from "vitest";
import { failure } from "../src/ipc/fake/failure";
import { fakeHost } from "../src/ipc/fake/host";
import { PRACTICE_TOKEN } from "../src/ipc/fake/world";
import { button, confirm, marked, open } from "./open";

const settings = async (scenario: string) => {
  const opened = await open(scenario);
  await opened.user.click(await button("Practice Ramp’s settings"));
  await screen.findByRole("heading", { name: "API tokens" });
  return opened;
};

test("the practice Ramp's defaults can be set, and emptied", async () => {
  const { user } = await settings("connected");
  await user.type(await screen.findByLabelText("Default department"), "General");
  await user.click(await button("Save settings"));
  expect(await screen.findByText("Saved")).toBeVisible();
  expect(fakeHost.argsOf("set_practice_settings")).toEqual([
    { settings: { defaultLocation: null, defaultDepartment: "General" } },
  ]);
});

test("role sync is switched on, and the days until termination stay as they were", async () => {
  const { user } = await settings("connected");
  fakeHost.world.pages.options = { roleSync: false, autoTerminationDays: 45 };
  await user.click(await screen.findByRole("checkbox", { name: /Roles come from Entra/ }));
  await user.click(await button("Save settings"));
  await waitFor(() =>
    expect(fakeHost.argsOf("set_practice_options")).toEqual([
      { options: { roleSync: true, autoTerminationDays: 45 } },
    ]),
  );
});

test("the sync so far is told in numbers", async () => {
  await settings("connected-busy");
  const sync = await screen.findByRole("region", { name: /Sync so far/ });
  await waitFor(() => expect(sync).toHaveTextContent(/Invited2Deactivated0/));
});

test("tokens are listed by fingerprint, the newest first, and the one in use is marked", async () => {
  await settings("connected-busy");
  const listed = [...document.querySelectorAll<HTMLElement>("[data-token]")];
  expect(listed.map((item) => item.dataset.token)).toEqual(["3fa9c1d1", "3fa9c1d0"]);
  expect(listed[0]).not.toHaveTextContent("in use here");
  expect(listed[1]).toHaveTextContent(/in use here.*Made .*24 Nov.* · last used 24 Nov/);
});

test("rotating the token in use shows the new one once, and it waits to be used", async () => {
  const { user } = await settings("connected");
  await user.click(await button("Rotate 3fa9c1d0"));
  expect(fakeHost.argsOf("rotate_practice_token")).toEqual([]);
  await confirm(user, "Rotate the token", /It is the one in use here/);

  expect(await screen.findByLabelText("New API token")).toHaveTextContent(PRACTICE_TOKEN);
  expect(await screen.findByText("12 layers, not tested yet")).toBeVisible();
  expect(await button("Next: Connect Entra")).toBeDisabled();
  await waitFor(async () => expect(await button("Use this token")).toHaveFocus());
  await user.click(await button("Use this token"));
  await waitFor(async () => expect(await button("Next: Connect Entra")).toBeEnabled());
  expect(screen.getByText("1 token ended before.")).toBeVisible();
});

test("rotating another token leaves the one in use alone", async () => {
  const { user } = await settings("connected-busy");
  await user.click(await button("Rotate 3fa9c1d1"));
  await confirm(user, "Rotate the token", /It is not the one in use here/);
  expect(await screen.findByLabelText("New API token")).toHaveTextContent(PRACTICE_TOKEN);
  expect(screen.getByText("11 layers pass, 1 not needed")).toBeVisible();
  expect(await button("Next: Connect Entra")).toBeEnabled();
  await user.click(await button("Hide it"));
  expect(screen.queryByLabelText("New API token")).toBeNull();
  expect(screen.getByText("7f3e")).toBeVisible();
});

test("where the keychain does not tell, no claim is made about who uses a token", async () => {
  const { user } = await open("connected");
  fakeHost.world.pages.inUse = null;
  await user.click(await button("Practice Ramp’s settings"));
  await user.click(await button("Revoke 3fa9c1d0"));
  await confirm(user, "Revoke the token", "Whoever uses it is answered 401 from then on.");
  expect(await screen.findByText("No token is valid. Nobody can reach this Ramp.")).toBeVisible();
  expect(screen.getByText("7f3e")).toBeVisible();
});

test("revoking the token in use asks for another one", async () => {
  const { user } = await settings("connected");
  await user.click(await button("Revoke 3fa9c1d0"));
  await confirm(user, "Revoke the token", /the connection then needs another token/);
  expect(await screen.findByText(/The stored token was ended in Ramp/)).toBeVisible();
  expect(await screen.findByText("12 layers, not tested yet")).toBeVisible();
  expect(screen.getByText("No token is valid. Nobody can reach this Ramp.")).toBeVisible();
  expect(screen.getByLabelText("API token")).toBeVisible();
});

test("Disconnect says what it ends and what stays", async () => {
  const { user } = await settings("connected-busy");
  await user.click(await button("Disconnect Entra"));
  const dialog = await screen.findByRole("alertdialog", { hidden: true });
  expect(within(dialog).getByText(/2 valid tokens/)).toBeVisible();
  expect(within(dialog).getByText(/The 12 accounts from Entra stay as they are/)).toBeVisible();
  expect(fakeHost.argsOf("disconnect_practice")).toEqual([]);
  await confirm(user, "Disconnect", /what the connection test found/);

  expect(await screen.findByText(/The stored token was ended in Ramp/)).toBeVisible();
  expect(await button("Next: Connect Entra")).toBeDisabled();
  expect(await button("Disconnect Entra")).toBeDisabled();
});

test("a refusal of the practice Ramp is told in its place", async () => {
  const { user } = await settings("connected");
  fakeHost.replace("revoke_practice_token", () => {
    throw failure({ code: "practice.unknown-token", side: "onramp", message: "That token ended already." });
  });
  await user.click(await button("Revoke 3fa9c1d0"));
  await confirm(user, "Revoke the token", /It can’t be brought back/);
  expect(await screen.findByText("That token ended already.")).toBeVisible();
  expect(marked("data-token", "3fa9c1d0")).toBeVisible();
});
