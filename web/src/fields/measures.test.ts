import { describe, expect, it } from "vitest";
import { formatDuration, parseDuration } from "./measures";

describe("lengths of time", () => {
  it.each([
    ["1h 30m", 5400],
    ["1:30", 5400],
    ["0:00:05", 5],
    ["90 min", 5400],
    ["90 minutes", 5400],
    ["1.5 小时", 5400],
    ["1小时30分钟", 5400],
    ["2天", 172800],
    ["90", null],
    ["soon", null],
    ["1h and 2", null],
    ["", null],
  ])("%s", (text, seconds) => {
    expect(parseDuration(text)).toBe(seconds);
  });
  it("are written as hours, minutes and seconds", () => {
    expect([0, 90, 5400, 5405, 3600 * 1234].map(formatDuration)).toEqual([
      "0:00",
      "0:01:30",
      "1:30",
      "1:30:05",
      "1,234:00",
    ]);
  });
});
