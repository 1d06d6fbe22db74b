import { screen, waitFor } from "@testing-library/react";
import { expect, test } from "vitest";
import { failure } from "../src/ipc/fake/failure";
import { fakeHost } from "../src/ipc/fake/host";
import { button, confirm, heading, open } from "./open";

test("a first start leads to practice", async () => {
  const { user } = await open();
  expect(screen.getByText("None yet")).toBeVisible();
  expect(screen.getByText(/isn’t in this version/)).toBeVisible();
  await user.click(await button("Start practising"));
  expect(await heading("Connect Ramp")).toBeVisible();
});

test("with a profile, going on takes the lead", async () => {
  const { user } = await open("returning");
  await user.click(await button("Continue: Preview"));
  expect(await heading("Preview")).toBeVisible();
});

test("starting over says first what is forgotten", async () => {
  const { user } = await open("returning");
  await user.click(await button("Start over"));
  expect(fakeHost.argsOf("start_over")).toEqual([]);
  await confirm(user, "Forget all this", "the API token, also in the keychain");
  expect(await button("Start practising")).toBeVisible();
});

test("a shut keychain offers to forget all but the token", async () => {
  const { user } = await open("returning");
  fakeHost.replace("start_over", () => {
    throw failure({ code: "keychain.locked", side: "this-computer", message: "The keychain is locked." });
  });
  await user.click(await button("Start over"));
  await confirm(user, "Forget all this", "the API token, also in the keychain");
  expect(await screen.findByText("The keychain is locked.")).toBeVisible();

  fakeHost.restore("start_over");
  await user.click(await button("Forget all but the token"));
  expect(await button("Start practising")).toBeVisible();
  expect(fakeHost.argsOf("start_over")).toEqual([{ leaveToken: false }, { leaveToken: true }]);
  await waitFor(async () => expect(await heading("Provision Ramp from Microsoft Entra")).toHaveFocus());
});

test("with every step done there is something to see, and nothing to go on with", async () => {
  const { user } = await open("returning-complete");
  expect(screen.getByText("Every step is done. What was proven is kept.")).toBeVisible();
  expect(screen.queryByRole("button", { name: /^Continue/ })).toBeNull();
  await user.click(await button("See what was proven"));
  expect(await heading("Provisioning works for Ana Silva")).toBeVisible();
});
