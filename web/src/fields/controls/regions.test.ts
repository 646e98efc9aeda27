import { afterEach, describe, expect, it } from "vitest";
import { setLanguage } from "@/lib/strings";
import { firstRegion, matchesRegion, nearerRegion, pathTo, regionNode, toggleRegion } from "./regions";

const shanghai = {
  code: "310000",
  name: { en: "Shanghai", zh: "上海市" },
  pinyin: "shang hai shi",
  children: [{ code: "310104", name: { en: "Xuhui", zh: "徐汇区" }, pinyin: "xu hui qu", children: [] }],
};
const xian = { code: "610100", name: { en: "Xi'an", zh: "西安市" }, pinyin: "xi an shi", children: [] };
const luliang = {
  code: "141100",
  name: { en: "Lüliang", zh: "吕梁市" },
  pinyin: "lv liang shi",
  children: [],
};

afterEach(() => setLanguage("zh-CN"));

describe("regions", () => {
  it("are named in the reader's language", () => {
    setLanguage("en");
    expect(regionNode(shanghai).label).toBe("Shanghai");
    setLanguage("zh-CN");
    expect(regionNode(shanghai).children?.[0]?.label).toBe("徐汇区");
  });
  it.each(["Shanghai", "shang hai", "上海", "sh", "shanghaishi"])("are found by %s", (search) => {
    expect(matchesRegion(search, [regionNode(shanghai)])).toBe(true);
  });
  it("are found whatever marks a name has", () => {
    expect(matchesRegion("xian", [regionNode(xian)])).toBe(true);
    expect(matchesRegion("luliang", [regionNode(luliang)])).toBe(true);
    expect(matchesRegion("lvliang", [regionNode(luliang)])).toBe(true);
  });
  it("show a division inside only where it is meant itself", () => {
    const node = regionNode(shanghai);
    const inside = [node, ...(node.children ?? [])];
    expect(matchesRegion("shanghai", inside)).toBe(false);
    expect(matchesRegion("shanghai xuhui", inside)).toBe(true);
    expect(matchesRegion("上海 xh", inside)).toBe(true);
    expect(matchesRegion("beijing xuhui", inside)).toBe(false);
  });
  it("come nearest first, and know the way to themselves", () => {
    const nodes = [regionNode(xian), regionNode(shanghai)];
    const paths = nodes.map((node) => [node]);
    expect(paths.sort((one, other) => nearerRegion(one, other, "shang"))[0]?.[0]?.value).toBe("310000");
    expect(pathTo("310104", nodes)).toEqual(["310000", "310104"]);
    expect(pathTo("999999", nodes)).toBeNull();
  });
  it("have one that stands first, as in the list of what is found", () => {
    const nodes = [regionNode(xian), regionNode(shanghai)];
    const codes = (search: string) => firstRegion(search, nodes)?.map(({ value }) => value) ?? null;
    expect(codes("shang")).toEqual(["310000"]);
    expect(codes("shanghai xuhui")).toEqual(["310000", "310104"]);
    expect(codes("nowhere")).toBeNull();
  });
  it("stand for all inside them, and go when chosen again", () => {
    const province = regionNode(shanghai);
    const district = province.children?.[0];
    if (!district) throw new Error("Shanghai has lost its district");
    expect(toggleRegion(["610100"], [province, district])).toEqual(["610100", "310104"]);
    expect(toggleRegion(["610100", "310104"], [province])).toEqual(["610100", "310000"]);
    expect(toggleRegion(["310000"], [province, district])).toEqual(["310000"]);
    expect(toggleRegion(["310000"], [province])).toEqual([]);
  });
});
