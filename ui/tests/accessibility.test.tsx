import axe from "axe-core";
import { expect, test } from "vitest";
import { SCENARIOS } from "../src/ipc/fake/scenarios";
import { open } from "./open";

// jsdom paints nothing, so contrast is looked at in a browser; Fluent's focus guards are hidden on purpose.
const options: axe.RunOptions = {
  rules: { "color-contrast": { enabled: false } },
  resultTypes: ["violations"],
};

test.each(["start", ...Object.keys(SCENARIOS)])("%s has no accessibility violation", async (scenario) => {
  await open(scenario);
  const { violations } = await axe.run({ exclude: [["[data-tabster-dummy]"]] }, options);
  expect(violations.map(({ id, nodes }) => [id, nodes.map((node) => node.html)])).toEqual([]);
});
