// Throw-away server for working on screens before the real one runs. Never part of a build.
import { randomUUID } from "node:crypto";

const T = (en, zh) => ({ en, zh });
const OPS = {
  text: ["contains", "eq", "ne", "starts_with", "in", "is_empty", "is_not_empty"],
  choice: ["in", "not_in", "eq", "ne", "is_empty", "is_not_empty"],
  tags: ["has_any", "has_all", "has_none", "is_empty", "is_not_empty"],
  number: ["eq", "ne", "gt", "gte", "lt", "lte", "between", "is_empty", "is_not_empty"],
  date: ["in_last", "not_in_last", "in_next", "this", "on", "before", "after", "between", "is_empty", "is_not_empty"],
  boolean: ["is_true", "is_false"], address: ["in_region", "contains", "is_empty", "is_not_empty"],
};
const opsOf = (k) => OPS[{ long_text: "text", email: "text", phone: "text", url: "text", multi_choice: "tags", money: "number", datetime: "date", person: "choice", lookup: "choice" }[k] ?? k];
const F = (key, kind, en, zh, extra = {}) => ({ key, kind, label: T(en, zh), required: false, readonly: false, custom: false, sortable: !["tags", "address", "person", "lookup"].includes(kind), filterable: true, settings: {}, operators: opsOf(kind), ...extra });
const opts = (...list) => ({ settings: { options: list.map(([key, en, zh, color = "neutral"]) => ({ key, label: T(en, zh), color })) } });
const ro = { readonly: true };
const sys = () => [F("owner", "person", "Owner", "负责人"), F("created_at", "datetime", "Created", "创建时间", ro), F("updated_at", "datetime", "Last change", "最近修改", ro)];
const stages = opts(["contact", "Contact", "初次接触", "accent"], ["interest", "Interest", "产生兴趣", "accent"], ["intent", "Intent", "购买意向", "violet"], ["customer", "Customer", "成交客户", "good"], ["repeat", "Repeat", "复购客户", "good"], ["lapsed", "Lapsed", "待唤回", "warn"]);
const objects = [
  { key: "contact", label: T("Contact", "联系人"), plural: T("Contacts", "联系人"), icon: "user-round", color: "accent", title_field: "name", stage_field: "stage", columns: ["name", "company", "stage", "address", "spent", "last_order_at", "owner", "tags"], quick: ["name", "email", "phone", "company", "stage"], highlights: ["spent", "order_count", "average_order", "last_order_at", "last_contacted_at"], related: ["orders", "activities"],
    layout: [{ label: T("Contact details", "联系方式"), fields: ["name", "email", "phone", "other_phones", "company", "job_title", "address"] }, { label: T("About", "画像"), fields: ["gender", "birth_date", "source", "tags", "interests", "vip", "description", "level"] }, { label: T("Purchases", "购买"), fields: ["order_count", "spent", "average_order", "first_order_at", "last_order_at"] }],
    fields: [F("name", "text", "Name", "姓名", { required: true }), F("email", "email", "E-mail", "邮箱"), F("phone", "phone", "Phone", "手机"), F("other_phones", "tags", "Other phones", "其他电话", { settings: { item: "phone" } }), F("gender", "choice", "Gender", "性别", opts(["female", "Female", "女"], ["male", "Male", "男"])), F("birth_date", "date", "Birthday", "生日"), F("company", "lookup", "Company", "企业", { settings: { object: "company" } }), F("job_title", "text", "Job title", "职务"), F("stage", "choice", "Stage", "阶段", stages), F("source", "choice", "Source", "来源", opts(["expo", "Expo", "展会"], ["web", "Website", "官网"], ["referral", "Referral", "转介绍"])), F("address", "address", "Address", "地址"), F("tags", "tags", "Tags", "标签"), F("interests", "tags", "Interests", "兴趣"), F("vip", "boolean", "VIP", "重要客户"), F("description", "long_text", "Description", "备注"), F("last_contacted_at", "datetime", "Last contact", "上次联系", ro), F("order_count", "number", "Orders", "订单数", ro), F("spent", "money", "Spent", "累计消费", ro), F("average_order", "money", "Average order", "客单价", ro), F("first_order_at", "datetime", "First order", "首次购买", ro), F("last_order_at", "datetime", "Last order", "最近购买", ro), F("level", "choice", "Level", "等级", { custom: true, ...opts(["A", "A", "A 级", "good"], ["B", "B", "B 级", "warn"]) }), ...sys()],
    relations: [{ key: "orders", object: "order", label: T("Orders", "订单"), field: "contact" }, { key: "activities", object: "activity", label: T("Activities", "跟进"), field: "about" }] },
  { key: "company", label: T("Company", "企业"), plural: T("Companies", "企业客户"), icon: "building", color: "good", title_field: "name", stage_field: null, columns: ["name", "industry", "domain", "phone", "address", "owner", "tags"], quick: ["name", "industry", "domain", "phone"], highlights: ["industry", "size"], related: ["contacts", "orders"], layout: [{ label: T("Company", "企业资料"), fields: ["name", "domain", "industry", "size", "phone", "website", "address", "tags", "description"] }],
    fields: [F("name", "text", "Name", "名称", { required: true }), F("domain", "text", "Domain", "域名"), F("industry", "choice", "Industry", "行业", opts(["it", "Software", "软件"], ["machine", "Machinery", "机械", "accent"], ["trade", "Trade", "贸易"])), F("size", "choice", "Size", "规模", opts(["s", "1-50", "1-50 人"], ["m", "51-500", "51-500 人"])), F("phone", "phone", "Phone", "电话"), F("website", "url", "Website", "网站"), F("address", "address", "Address", "地址"), F("tags", "tags", "Tags", "标签"), F("description", "long_text", "Description", "备注"), ...sys()], relations: [{ key: "contacts", object: "contact", label: T("Contacts", "联系人"), field: "company" }, { key: "orders", object: "order", label: T("Orders", "订单"), field: "company" }] },
  { key: "order", label: T("Order", "订单"), plural: T("Orders", "订单"), icon: "shopping-bag", color: "violet", title_field: "number", stage_field: "status", columns: ["number", "contact", "ordered_at", "status", "total", "channel"], quick: ["number", "contact", "ordered_at", "total", "status"], highlights: ["total", "ordered_at"], related: [], layout: [{ label: T("Order", "订单"), fields: ["number", "contact", "company", "ordered_at", "status", "total", "channel"] }],
    fields: [F("number", "text", "Number", "单号", { required: true }), F("contact", "lookup", "Contact", "联系人", { settings: { object: "contact" } }), F("company", "lookup", "Company", "企业", { settings: { object: "company" } }), F("ordered_at", "datetime", "Ordered", "下单时间"), F("status", "choice", "Status", "状态", opts(["new", "New", "新建", "accent"], ["paid", "Paid", "已付款", "violet"], ["done", "Done", "完成", "good"])), F("total", "money", "Total", "金额"), F("channel", "choice", "Channel", "渠道", opts(["shop", "Shop", "门店"], ["web", "Web", "网店"])), ...sys()], relations: [] },
  { key: "activity", label: T("Activity", "跟进"), plural: T("Activities", "跟进"), icon: "check-square", color: "warn", title_field: "subject", stage_field: null, columns: ["subject", "type", "due_at", "done_at", "owner"], quick: ["type", "subject", "due_at"], highlights: [], related: [], layout: [{ label: T("Activity", "跟进"), fields: ["subject", "type", "body", "about", "due_at", "done_at", "outcome"] }],
    fields: [F("subject", "text", "Subject", "主题", { required: true }), F("type", "choice", "Type", "类型", opts(["note", "Note", "备注"], ["task", "Task", "任务", "accent"], ["call", "Call", "电话", "good"], ["meeting", "Meeting", "会议", "violet"])), F("body", "long_text", "Text", "内容"), F("about", "lookup", "About", "关于", { settings: {} }), F("due_at", "datetime", "Due", "截止"), F("done_at", "datetime", "Done", "完成于"), F("outcome", "text", "Outcome", "结果"), ...sys()], relations: [] },
].map((o) => ({ ...o, actions: [], verbs: [] }));

const users = [["u1", "林晓"], ["u2", "周岚"], ["u3", "王磊"]].map(([id, name]) => ({ id, name, email: `${id}@demo.zhike` }));
const user = { id: "u1", name: "林晓", email: "u1@demo.zhike", language: "zh-CN", theme: "light", density: "compact", time_zone: "Asia/Shanghai", roles: ["administrator"], teams: [{ id: "t1", name: "华东一组" }] };
const db = { contact: [], company: [], order: [], activity: [] };
let seed = 5;
const rnd = (n) => (seed = (seed * 16807) % 2147483647) % n;
const pick = (a) => a[rnd(a.length)];
const ago = (d) => new Date(Date.now() - d * 864e5).toISOString().replace(/\.\d+/, "");
const base = (extra) => ({ id: randomUUID(), version: 1, created_at: ago(rnd(400)), updated_at: ago(rnd(20)), owner: (({ id, name }) => ({ id, title: name }))(pick(users)), custom: {}, ...extra });
const companies = ["青岛海川精密", "上海云帆软件", "苏州拓普新材", "Fischer & Söhne", "宁波港通物流", "Silva Import SA", "南京知行教育", "合肥微纳科技", "杭州一叶茶业", "无锡锐视光电"];
for (const name of companies) db.company.push(base({ name, domain: `c${rnd(999)}.cn`, industry: pick(["it", "machine", "trade"]), size: pick(["s", "m"]), phone: `+8621${60000000 + rnd(9999999)}`, website: "https://example.com/about", address: { country: "CN", region: "310104", text: "上海市徐汇区漕溪北路 88 号" }, tags: pick([["VIP"], ["续约"], []]), description: null }));
const names = "欧阳慧敏 张伟 李娜 Anna·Fischer 陈思远 赵一鸣 Mateo·Silva 孙悦 吴晓冬 Olga·Novak 何静 马腾飞 徐佳宁 高远 Noah·Keller 邓雨桐 王芳 刘洋 杨帆 黄磊 周杰 吴敏 林志远 郑爽 冯晨".split(" ").map((n) => n.replace("·", " "));
for (let i = 0; i < 400; i++) {
  const name = i < names.length ? names[i] : pick(names) + (i % 3 ? "" : i);
  const company = pick(db.company), n = rnd(9);
  const spent = n ? (rnd(900000) / 3).toFixed(2) : null;
  db.contact.push(base({ name, email: `p${i}@haichuan.cn`, phone: `+861${3 + rnd(6)}${100000000 + rnd(899999999)}`, other_phones: [], company: rnd(5) ? { id: company.id, title: company.name, object: "company" } : null, stage: pick(["contact", "interest", "intent", "customer", "repeat", "lapsed"]), gender: pick(["female", "male", null]), birth_date: `${1965 + rnd(40)}-04-12`, job_title: pick(["采购总监", "工程师", "总经理", "Buyer"]), source: pick(["expo", "web", "referral"]), address: { country: "CN", region: "370212", street: "海尔路 1 号", text: pick(["山东省青岛市崂山区海尔路 1 号", "上海市徐汇区", "江苏省苏州市", "浙江省杭州市西湖区"]) }, tags: pick([["VIP", "续约"], ["展会"], ["VIP"], [], ["EU"], ["投诉"]]), interests: ["润滑"], vip: !rnd(4), description: rnd(3) ? null : "二期产线 3 月投产，需要提前锁定轴承交期。", last_contacted_at: ago(rnd(60)), order_count: n, spent: spent && { amount: spent, currency: "CNY" }, average_order: spent && { amount: (spent / n).toFixed(2), currency: "CNY" }, first_order_at: n ? ago(300 + rnd(300)) : null, last_order_at: n ? ago(rnd(250)) : null, custom: { level: pick(["A", "B", null]) } }));
}
for (let i = 0; i < 300; i++) { const c = db.contact[rnd(60)]; db.order.push(base({ number: `DD-2026${1000 + i}`, contact: { id: c.id, title: c.name, object: "contact" }, company: c.company, ordered_at: ago(rnd(300)), status: pick(["new", "paid", "done"]), total: { amount: `${rnd(90000)}.00`, currency: "CNY" }, channel: pick(["shop", "web"]) })); }
let views = [{ id: "v1", object: "contact", name: "华东高价值", filter: { all: [{ field: "address", op: "in_region", value: ["310000"] }, { related: "orders", having: { count: { gte: 3 } }, where: { field: "ordered_at", op: "in_last", value: { amount: 12, unit: "month" } } }] }, sort: ["-spent"], columns: null, shared: true, position: 0 }, { id: "v2", object: "contact", name: "本周待跟进", filter: null, sort: null, columns: ["name", "stage", "phone", "owner"], shared: false, position: 1 }];

const get = (row, path) => { let v = row; for (const p of path.split(".")) v = v?.[p]; return v?.amount !== undefined ? Number(v.amount) : (v?.title ?? v?.text ?? v); };
const raw = (row, path) => { let v = row; for (const p of path.split(".")) v = v?.[p]; return v; };
function match(row, n) {
  if (!n) return true;
  if (n.all) return n.all.every((c) => match(row, c));
  if (n.any) return n.any.some((c) => match(row, c));
  if (n.not) return !match(row, n.not);
  if (n.related) { const rows = db[n.related === "orders" ? "order" : "activity"].filter((r) => (r.contact?.id ?? r.about?.id) === row.id && match(r, n.where)); return rows.length >= (n.having?.count?.gte ?? 1); }
  const v = get(row, n.field), r = raw(row, n.field), x = n.value;
  switch (n.op) {
    case "contains": return String(v ?? "").includes(x);
    case "eq": return v == x || r?.id === x; case "in": return x.includes(v) || x.includes(r?.id) || (x.includes("me") && r?.id === "u1");
    case "is_empty": return v == null; case "is_not_empty": return v != null; case "gte": return v >= x; case "lte": return v <= x; case "gt": return v > x; case "lt": return v < x;
    case "has_any": return (v ?? []).some((t) => x.includes(t)); case "is_true": return !!v; case "is_false": return !v;
    case "in_region": return r?.region?.slice(0, 2) === x[0]?.slice(0, 2) || true;
    case "in_last": return v && Date.parse(v) > Date.now() - x.amount * { day: 1, week: 7, month: 30, year: 365 }[x.unit] * 864e5;
    default: return true;
  }
}
function fix(object, body) {
  const out = { ...body };
  for (const f of objects.find((o) => o.key === object).fields) {
    if (f.kind === "person" && typeof out[f.key] === "string") { const u = users.find((u) => u.id === out[f.key]); out[f.key] = u && { id: u.id, title: u.name }; }
    if (f.kind === "lookup" && typeof out[f.key] === "string") { for (const o of Object.keys(db)) { const r = db[o].find((r) => r.id === out[f.key]); if (r) out[f.key] = { id: r.id, title: r.name ?? r.number, object: o }; } }
    if (f.kind === "address" && out[f.key]) out[f.key] = { ...out[f.key], text: ["上海市", out[f.key].street].filter(Boolean).join("") };
    if (f.kind === "email" && out[f.key] && !out[f.key].includes("@")) throw { status: 422, code: "validation-failed", title: "Invalid", detail: "有字段填写有误", errors: [{ loc: ["email"], code: "not-an-email", message: "请输入邮箱地址，例如 name@example.com。" }] };
  }
  return out;
}
let signed = true;
function handle(method, path, q, body, headers) {
  const p = path.split("/").filter(Boolean);
  const all = p.join("/");
  if (all === "auth/session") return { signed_in: signed, demo: true };
  if (all === "auth/sign-in") { if (body.password === "wrong") throw { status: 401, code: "wrong", detail: "邮箱或密码不正确" }; signed = true; return {}; }
  if (all === "auth/sign-out") { signed = false; return {}; }
  if (!signed) throw { status: 401, code: "not-signed-in" };
  if (all === "auth/me") return Object.assign(user, body);
  if (all === "meta") return { version: 1, language: user.language, user, currency: "CNY", live_url: null, objects, permissions: Object.fromEntries(objects.map((o) => [o.key, ["view", "create", "edit", "delete", "import", "export", "bulk", "admin"]])), demo: true };
  if (all === "users") return users.filter((u) => u.name.includes(q.get("q") ?? ""));
  if (all === "jobs") return [{ id: "j", kind: "import", title: T("Import contacts.csv", "导入 contacts.csv"), state: "running", done: 3200, total: 5000, result: null, error: null }, { id: "j2", kind: "import", title: T("Import orders.xlsx", "导入 orders.xlsx"), state: "done", done: 10, total: 10, result: null, error: null }];
  if (all === "regions") return [{ code: "310000", name: "上海市", children: [{ code: "310104", name: "徐汇区" }, { code: "310115", name: "浦东新区" }] }, { code: "370000", name: "山东省", children: [{ code: "370200", name: "青岛市", children: [{ code: "370212", name: "崂山区" }] }] }];
  if (p[0] === "guides") return { markdown: "# 列表\n\n列表里是**全部记录**。\n\n- 按 `j` / `k` 移动\n- 按 `x` 选择\n\n## 筛选\n\n点“＋ 筛选”添加条件。" };
  if (all === "search") { const t = (q.get("q") ?? "").toLowerCase(); return { groups: objects.filter((o) => !q.get("object") || o.key === q.get("object")).map((o) => ({ object: o.key, items: db[o.key].filter((r) => String(r.name ?? r.number ?? r.subject).toLowerCase().includes(t)).slice(0, 6).map((r) => ({ id: r.id, title: r.name ?? r.number ?? r.subject, subtitle: r.company?.title ?? r.domain ?? null, highlight: null })) })) }; }
  if (p[0] === "views") { if (method === "GET") return views; if (method === "POST") { const v = { id: randomUUID(), position: 9, ...body }; views.push(v); return v; } const v = views.find((v) => v.id === p[1]); if (method === "DELETE") { views = views.filter((x) => x !== v); return; } return Object.assign(v, body); }
  if (p[0] === "records") {
    const rows = db[p[1]]; if (!rows) throw { status: 404, code: "not-found", detail: "没有这个对象" };
    if (p[2] === "bulk") { const set = fix(p[1], body.set ?? {}); const hit = rows.filter((r) => !r.gone && (body.ids ? body.ids.includes(r.id) : match(r, body.filter))); for (const r of hit) Object.assign(r, set, { version: r.version + 1 }); return { changed: hit.length }; }
    if (p[2] === "aggregate") return { rows: [{ group: [], measures: [3918204, 3051] }] };
    if (!p[2]) {
      if (method === "POST") { const r = base(fix(p[1], body)); rows.unshift(r); return r; }
      let found = rows.filter((r) => !r.gone && match(r, q.get("filter") && JSON.parse(q.get("filter"))));
      for (const s of (q.get("sort") ?? "").split(",").filter(Boolean).reverse()) { const k = s.replace("-", ""), d = s[0] === "-" ? -1 : 1; found = [...found].sort((a, b) => { const x = get(a, k), y = get(b, k); return x == null ? 1 : y == null ? -1 : (x > y ? 1 : x < y ? -1 : 0) * d; }); }
      const at = Number(q.get("cursor") ?? 0), n = Number(q.get("limit") ?? 50);
      return { rows: found.slice(at, at + n), next: at + n < found.length ? String(at + n) : null, count: q.get("count") === "none" ? null : { value: found.length, capped: false } };
    }
    const r = rows.find((r) => r.id === p[2]); if (!r) throw { status: 404, code: "not-found", detail: "记录不存在" };
    if (p[3] === "restore") { r.gone = false; return r; }
    if (p[3] === "timeline") return { items: [...db.activity.filter((a) => a.about?.id === r.id && !a.gone).map((a) => ({ id: a.id, kind: a.type, at: a.due_at ?? a.created_at, title: a.subject, text: a.body, actor: a.owner, object: "activity", record: a.id, data: { due_at: a.due_at, done_at: a.done_at, version: a.version } })), ...db.order.filter((o) => o.contact?.id === r.id).map((o) => ({ id: o.id, kind: "order", at: o.ordered_at, title: o.number, text: null, actor: null, object: "order", record: o.id, data: { total: o.total, status: o.status } })), { id: "m", kind: "mail", at: ago(5), title: "打开了《秋季备件方案》", text: "点击 2 次：备件目录、报价申请", actor: null, object: null, record: null, data: {} }, { id: "ch", kind: "change", at: ago(3), title: "", text: null, actor: { id: "u2", title: "周岚" }, object: p[1], record: r.id, data: { before: { stage: "intent" }, after: { stage: "customer" } } }, { id: "c", kind: "created", at: r.created_at, title: "", text: null, actor: r.owner, object: p[1], record: r.id, data: {} }].sort((a, b) => (a.at < b.at ? 1 : -1)), next: null };
    if (p[3] === "related") { const o = objects.find((o) => o.key === p[1]).relations.find((x) => x.key === p[4]); const hit = db[o.object].filter((x) => x[o.field]?.id === r.id); return { rows: hit.slice(0, Number(q.get("limit") ?? 5)), next: null, count: { value: hit.length, capped: false } }; }
    if (method === "PATCH" || method === "DELETE") { const m = Number((headers["if-match"] ?? "").replaceAll('"', "")); if (m !== r.version) throw { status: 412, code: "stale-version", detail: "版本已过期" }; }
    if (method === "PATCH") { const f = fix(p[1], body); return Object.assign(r, f, { custom: { ...r.custom, ...body.custom }, version: r.version + 1, updated_at: ago(0) }); }
    if (method === "DELETE") { r.gone = true; return; }
    return r;
  }
  throw { status: 404, code: "not-found", detail: `no ${method} ${path}` };
}
export function mock() {
  return { name: "mock", configureServer(server) {
    server.middlewares.use("/api/v1", (req, res) => {
      const url = new URL(req.url, "http://x");
      let text = "";
      req.on("data", (d) => (text += d)).on("end", () => {
        let status = 200, out;
        try { out = handle(req.method, url.pathname, url.searchParams, text ? JSON.parse(text) : {}, req.headers); if (out === undefined) status = 204; }
        catch (e) { if (!e.status) console.error(e); status = e.status ?? 500; out = { type: "about:blank", title: e.code, status, code: "error", ...e }; }
        setTimeout(() => { res.statusCode = status; res.setHeader("content-type", "application/json"); res.end(status === 204 ? "" : JSON.stringify(out)); }, 60);
      });
    });
  } };
}
