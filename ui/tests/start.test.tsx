import { screen } from "@testing-library/react";
import { expect, test } from "vitest";
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
