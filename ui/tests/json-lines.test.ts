import { expect, test } from "vitest";
import { jsonLines } from "../src/kit/json-lines";

const print = (value: unknown) =>
  jsonLines(value).map((line) => "  ".repeat(line.indent) + line.tokens.map((token) => token.text).join(""));

test("short objects stay on a line, long ones open", () => {
  expect(
    print({
      name: { givenName: "Ana", familyName: "Silva" },
      emails: [{ type: "work", value: "a.very.long.address@a.long.example" }],
      tags: ["a", "b"],
      none: [],
    }),
  ).toEqual([
    "{",
    '  "name": { "givenName": "Ana", "familyName": "Silva" },',
    '  "emails": [{',
    '    "type": "work",',
    '    "value": "a.very.long.address@a.long.example"',
    "  }],",
    '  "tags": [',
    '    "a",',
    '    "b"',
    "  ],",
    '  "none": []',
    "}",
  ]);
});

test("what is printed is the same JSON", () => {
  const value = { a: [{ b: [1, { c: null }] }, []], d: 'quote " and \\', e: { f: true } };
  expect(JSON.parse(print(value).join("\n"))).toEqual(value);
});

test("each line knows the values on it", () => {
  const lines = jsonLines({ name: { givenName: "Ana" }, emails: [{ type: "work" }] });
  expect(lines[1]?.pointers).toContain("/name/givenName");
  expect(lines[2]?.pointers).toContain("/emails/0/type");
});
