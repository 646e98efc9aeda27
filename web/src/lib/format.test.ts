import { beforeEach, describe, expect, it } from "vitest";
import {
  ageOf,
  dayOf,
  formatCount,
  formatDate,
  formatMoney,
  formatPhone,
  formatRelative,
  initials,
  setTimeZone,
} from "./format";
import { setLanguage } from "./strings";

const NOW = new Date("2026-11-23T04:00:00Z");
const plain = (text: string) => text.replace(/[\u00a0\u2009\u202f]/g, " ");

beforeEach(() => {
  setTimeZone("Asia/Shanghai");
  setLanguage("zh-CN");
});

describe("money", () => {
  it("loses the cents of a whole amount and keeps others", () => {
    expect(plain(formatMoney("486200.00", "CNY"))).toBe("¥ 486,200");
    expect(plain(formatMoney("7420.50", "EUR"))).toBe("€ 7,420.50");
  });
  it("is the same in English", () => {
    setLanguage("en");
    expect(plain(formatMoney("486200", "CNY"))).toBe("¥ 486,200");
  });
});

describe("dates", () => {
  it("count days in the reader's zone, not in hours", () => {
    expect(formatRelative("2026-11-22T15:30:00Z", NOW)).toBe("昨天");
    expect(formatRelative("2026-11-22T16:30:00Z", NOW)).toMatch(/小时前$/);
  });
  it("grow coarser with distance", () => {
    expect(formatRelative("2026-11-02T04:00:00Z", NOW)).toBe("3 周前");
    expect(formatRelative("2026-07-20T04:00:00Z", NOW)).toBe("4 个月前");
    setLanguage("en");
    expect(formatRelative("2026-11-21T04:00:00Z", NOW)).toBe("2d ago");
    expect(formatRelative("2026-10-10T04:00:00Z", NOW)).toBe("1mo ago");
  });
  it("name the year only when it is another", () => {
    expect(formatDate("2026-11-06", NOW)).toBe("11月6日");
    expect(formatDate("2025-11-06", NOW)).toBe("2025年11月6日");
  });
  it("do not move a calendar day between zones", () => {
    setTimeZone("America/Los_Angeles");
    expect(formatDate("2026-11-20", NOW)).toBe("11月20日");
    expect(dayOf("2026-11-20")).toBe("2026-11-20");
    expect(dayOf("2026-11-20T02:00:00Z")).toBe("2026-11-19");
  });
  it("tell an age by the birthday, not the year", () => {
    expect(ageOf("1988-04-12", NOW)).toBe(38);
    expect(ageOf("1988-12-12", NOW)).toBe(37);
  });
  it("survive nonsense", () => {
    expect(formatRelative("soon", NOW)).toBe("soon");
    setTimeZone("Nowhere/Land");
    expect(formatDate("2026-11-06", NOW)).toBe("11月6日");
  });
});

describe("names and numbers", () => {
  it("take the family name in Chinese and initials elsewhere", () => {
    expect(initials("欧阳慧敏")).toBe("欧");
    expect(initials("Anna Fischer")).toBe("AF");
    expect(initials(" ")).toBe("?");
  });
  it("group phones", () => {
    expect(formatPhone("+8613812346021")).toBe("138 1234 6021");
    expect(formatPhone("+8602161234567")).toBe("02161234567");
    expect(formatPhone("12")).toBe("12");
  });
  it("mark a capped count", () => {
    expect(formatCount({ value: 10000, capped: true })).toBe("10,000+");
  });
});
