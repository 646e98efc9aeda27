"""Write the guide page of the security model from the rights themselves: `python -m zhike.config.security_model`.

The pages are checked in, in both languages; a test compares them, so the page can never say other than the code.
"""

import os
import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from zhike.config.home import PROJECT

if TYPE_CHECKING:
    from zhike.kit.language import Language, Text
    from zhike.platform.metadata.spec import ObjectSpec

FOLDERS: Final[dict[str, "Language"]] = {"en": "en", "zh": "zh-CN"}
_HEAD: Final = (
    """# The security model

Who may do what, as the house comes. Administrators change it under *Settings → Roles and rights*; this page shows the beginning, and
it is written from the rights themselves.

Every list, count, search, export, report, relation, preview and live update asks the same policy. Rows out of reach do not
exist for their reader: they are not found, not counted, and their address answers “not found”.

- **Own**: records one is the owner of. **Team**: of anybody in one of one's teams. **Department**: of anybody in one's departments, in
  those one heads, or below. **All**: every record. Records without an owner are seen by whoever may view any, and changed with *team*
  or wider.
- Several roles widen each other. Sharing rules and shares widen a right somebody has; they never give one.
- A role may see a field *whole*, *read only*, *masked* or not at all. By what is masked or hidden nothing can be filtered, sorted,
  grouped, searched or exported whole.
- Masked values are shown whole for a reason, where the role may *reveal*; each time is written to the log, at most 60 records an hour.

""",
    """# 安全模型

系统初始状态下谁可以做什么。管理员可在“设置 → 角色与权限”中调整；本页展示初始值，由权限本身生成。

列表、计数、搜索、导出、报表、关联、预览和实时更新都询问同一份权限。范围以外的记录对读者而言不存在：搜不到、不计数，访问其地址得到“不存在”。

- **本人**：自己负责的记录。**团队**：同团队任何人负责的记录。**部门**：本部门、所负责部门及其下级部门任何人负责的记录。**全部**：所有记录。没有负责人的记录，
  有查看权限者均可查看，修改需要“团队”或更大范围。
- 多个角色的权限取并集。共享规则和单条共享只能扩大已有的权限，不能授予没有的权限。
- 角色对字段可以完整可见、只读、脱敏或不可见。脱敏或不可见的字段不能用于筛选、排序、分组、搜索，也不能完整导出。
- 允许“查看脱敏内容”的角色可在填写原因后查看完整值；每次查看都会写入日志，每小时最多 60 条记录。

""",
)
_SCOPES: Final = {
    "none": ("–", "–"),
    "own": ("own", "本人"),
    "team": ("team", "团队"),
    "department": ("department", "部门"),
    "all": ("all", "全部"),
}
_CLASSES: Final = {
    "public": ("public", "公开"),
    "internal": ("internal", "内部"),
    "personal": ("personal", "个人信息"),
    "sensitive": ("sensitive", "敏感信息"),
}


def page(folder: str) -> str:
    """The page in one language, as Markdown. Django must be set up; the database is not asked."""
    from zhike.kit.language import say
    from zhike.platform.metadata.registry import registry

    language = FOLDERS[folder]
    zh = int(language == "zh-CN")
    lines = [_HEAD[zh].rstrip("\n"), "", ("## Roles and objects", "## 角色与对象")[zh], ""]
    for spec in registry.declared.values():
        lines += [f"### {say(spec.text('plural'), language)}", "", *_grants(spec, language, zh), ""]
    lines += [("## Fields of persons", "## 个人信息字段")[zh], "", *_fields(language, zh)]
    return "\n".join(lines) + "\n"


def _grants(spec: "ObjectSpec", language: "Language", zh: int) -> Iterator[str]:
    from zhike.kit.language import say
    from zhike.platform.access.roles import ROLES, granted
    from zhike.platform.metadata.registry import ObjectType
    from zhike.platform.rights.checks import known_actions
    from zhike.platform.rights.matrix import action_label

    roles = list(ROLES.values())
    yield f"| | {' | '.join(say(role.label, language) for role in roles)} |"
    yield f"| --- |{' --- |' * len(roles)}"
    for action in known_actions(ObjectType(spec, {}, {})):
        cells = [_SCOPES[granted(role, spec.key, action)][zh] for role in roles]
        yield f"| {say(action_label(spec, action), language)} | {' | '.join(cells)} |"


def _fields(language: "Language", zh: int) -> Iterator[str]:
    from zhike.kit.language import say, text_of
    from zhike.platform.metadata.fields import standard_field
    from zhike.platform.metadata.registry import registry

    yield ("| Object | Field | Class | Mask |", "| 对象 | 字段 | 类别 | 脱敏示例 |")[zh]
    yield "| --- | --- | --- | --- |"
    for spec in registry.declared.values():
        for key, field_class in spec.classes.items():
            label: Text = text_of(spec.labels[key])
            shown = _EXAMPLES[standard_field(spec, key).mask]
            name, kind = say(spec.text("plural"), language), _CLASSES[field_class][zh]
            yield f"| {name} | {say(label, language)} | {kind} | {shown} |"


_EXAMPLES: Final = {
    "phone": "+86138\\*\\*\\*\\*1234",
    "email": "z\\*\\*\\*\\*@example.com",
    "name": "张\\*\\*",
    "id": "1101\\*\\*\\*\\*1234",
    "card": "6222\\*\\*\\*\\*1234",
    "district": "上海市徐汇区",
    "all": "–",
}


def main() -> int:
    """Write both pages."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "zhike.config.settings")
    import django

    django.setup()
    for folder in FOLDERS:
        path = PROJECT / "docs" / "guides" / folder / "security-model.md"
        path.write_text(page(folder), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
