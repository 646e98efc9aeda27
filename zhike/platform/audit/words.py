"""The words of the log: what its objects, verbs and ways are called, and the sentence of each verb."""

from collections.abc import Mapping
from typing import Final

from zhike.kit.language import Text
from zhike.platform.metadata.registry import registry

OBJECTS: Final[Mapping[str, Text]] = {
    "user": Text("Person", "人员"),
    "team": Text("Team", "团队"),
    "department": Text("Department", "部门"),
    "invitation": Text("Invitation", "邀请"),
    "oauth_app": Text("App", "应用"),
    "provisioning": Text("Provisioning", "人员同步"),
    "role": Text("Rights", "权限"),
    "sharing_rule": Text("Sharing rule", "共享规则"),
    "person_attribute": Text("Attribute of people", "人员属性"),
    "access_review": Text("Access review", "权限复核"),
    "security": Text("Sign-in rules", "登录规则"),
    "identity_provider": Text("Provider of sign-in", "单点登录方式"),
    "object": Text("Object", "对象"),
    "field": Text("Field", "字段"),
    "view": Text("View", "视图"),
    "consent": Text("Consent", "授权同意"),
    "suppression": Text("Do-not-contact list", "免打扰名单"),
    "audit": Text("Audit log", "审计日志"),
}
"""Beside the objects of records."""

WAYS: Final[Mapping[str, Text]] = {
    "web": Text("Browser", "浏览器"),
    "api": Text("API", "接口"),
    "import": Text("Import", "导入"),
    "job": Text("Background task", "后台任务"),
    "cli": Text("Command line", "命令行"),
    "system": Text("Zhike itself", "系统"),
}

VERBS: Final[Mapping[str, tuple[Text, Text]]] = {
    "create": (Text("Create", "新建"), Text("created {what}", "新建了{what}")),
    "update": (Text("Change", "修改"), Text("changed {what}", "修改了{what}")),
    "delete": (Text("Delete", "删除"), Text("deleted {what}", "删除了{what}")),
    "purge": (
        Text("Remove for good", "彻底清除"),
        Text("removed {what} for good", "彻底清除了{what}"),
    ),
    "restore": (Text("Restore", "恢复"), Text("restored {what}", "恢复了{what}")),
    "link": (Text("Link", "关联"), Text("linked {what}", "关联了{what}")),
    "unlink": (Text("Unlink", "取消关联"), Text("unlinked {what}", "取消了{what}的关联")),
    "share": (Text("Share", "共享"), Text("shared {what}", "共享了{what}")),
    "unshare": (
        Text("Stop sharing", "取消共享"),
        Text("stopped sharing {what}", "取消了{what}的共享"),
    ),
    "reveal": (
        Text("Reveal", "查看完整信息"),
        Text("revealed masked fields of {what}", "查看了{what}的完整信息"),
    ),
    "export": (Text("Export", "导出"), Text("exported {what}", "导出了{what}")),
    "set_lines": (Text("Change lines", "修改明细"), Text("changed {what}", "修改了{what}的明细")),
    "sign-in": (Text("Sign in", "登录"), Text("signed in", "登录了系统")),
    "sign-in-failed": (
        Text("Failed sign-in", "登录失败"),
        Text("failed to sign in as {what}", "尝试登录{what}失败"),
    ),
    "sign-out": (Text("Sign out", "退出"), Text("signed out", "退出了系统")),
    "sign-out-others": (
        Text("End sessions", "结束会话"),
        Text("ended sessions of {what}", "结束了{what}的会话"),
    ),
    "set-password": (
        Text("Set a password", "设置密码"),
        Text("set the password of {what}", "设置了{what}的密码"),
    ),
    "reset-password": (
        Text("Reset the password", "重设密码"),
        Text("chose a new password with a link", "通过链接重设了密码"),
    ),
    "add-factor": (
        Text("Add a way of two-step sign-in", "添加两步验证方式"),
        Text("added a way of two-step sign-in to {what}", "为{what}添加了两步验证方式"),
    ),
    "remove-factor": (
        Text("Remove a way of two-step sign-in", "移除两步验证方式"),
        Text("removed a way of two-step sign-in from {what}", "移除了{what}的两步验证方式"),
    ),
    "reset-factors": (
        Text("Reset two-step sign-in", "重置两步验证"),
        Text("reset two-step sign-in of {what}", "重置了{what}的两步验证"),
    ),
    "renew-recovery-codes": (
        Text("Renew recovery codes", "更换恢复码"),
        Text("renewed recovery codes", "更换了恢复码"),
    ),
    "use-recovery-code": (
        Text("Use a recovery code", "使用恢复码"),
        Text("used a recovery code", "使用了恢复码"),
    ),
    "connect-identity": (
        Text("Connect an account", "关联账号"),
        Text("connected an account of a provider", "关联了单点登录账号"),
    ),
    "disconnect-identity": (
        Text("Disconnect an account", "解除关联账号"),
        Text("disconnected an account of a provider", "解除了单点登录账号的关联"),
    ),
    "create-token": (
        Text("Make a token", "新建令牌"),
        Text("made an API token for {what}", "为{what}新建了 API 令牌"),
    ),
    "connect-app": (
        Text("Let an app in", "授权应用"),
        Text("let an app act for {what}", "授权了应用代表{what}操作"),
    ),
    "disconnect-app": (
        Text("Disconnect an app", "断开应用"),
        Text("disconnected an app of {what}", "断开了{what}的应用"),
    ),
    "end-copied-app": (
        Text("Shut out an app whose secret was used twice", "断开密钥被重复使用的应用"),
        Text(
            "shut out an app of {what}: its code or token was used a second time",
            "断开了{what}的应用：其授权码或令牌被再次使用",
        ),
    ),
    "renew-secret": (
        Text("Renew a secret", "更换密钥"),
        Text("renewed the secret of {what}", "更换了{what}的密钥"),
    ),
    "provision": (
        Text("Provision", "同步"),
        Text("noted what the directory calls {what}", "记录了目录中{what}的标识"),
    ),
    "rotate-token": (
        Text("Renew a token", "更换令牌"),
        Text("renewed an API token of {what}", "更换了{what}的 API 令牌"),
    ),
    "revoke-token": (
        Text("Revoke a token", "撤销令牌"),
        Text("revoked an API token of {what}", "撤销了{what}的 API 令牌"),
    ),
    "disable": (Text("Disable", "停用"), Text("disabled {what}", "停用了{what}")),
    "enable": (Text("Enable", "启用"), Text("enabled {what}", "启用了{what}")),
    "set-roles": (
        Text("Give roles", "分配角色"),
        Text("changed the roles of {what}", "修改了{what}的角色"),
    ),
    "set-attributes": (
        Text("Note attributes", "设置属性"),
        Text("noted attributes of {what}", "设置了{what}的属性"),
    ),
    "set-departments": (
        Text("Place in departments", "调整部门"),
        Text("changed the departments of {what}", "调整了{what}的部门"),
    ),
    "add-member": (
        Text("Add a member", "添加成员"),
        Text("added a member to {what}", "向{what}添加了成员"),
    ),
    "remove-member": (
        Text("Remove a member", "移除成员"),
        Text("removed a member from {what}", "从{what}移除了成员"),
    ),
    "accept-invitation": (
        Text("Accept an invitation", "接受邀请"),
        Text("accepted an invitation", "接受了邀请"),
    ),
    "send-again": (Text("Send again", "重新发送"), Text("sent {what} again", "重新发送了{what}")),
    "make-link": (
        Text("Make a link", "生成链接"),
        Text("made a link for {what}", "为{what}生成了链接"),
    ),
    "confirm-role": (
        Text("Confirm a role", "确认角色"),
        Text("confirmed a role in {what}", "在{what}中确认了一个角色"),
    ),
    "withdraw-role": (
        Text("Withdraw a role", "收回角色"),
        Text("withdrew a role in {what}", "在{what}中收回了一个角色"),
    ),
    "undo-decision": (
        Text("Undo a decision", "撤销决定"),
        Text("took a decision back in {what}", "在{what}中撤销了一项决定"),
    ),
    "assign-reviewer": (
        Text("Name a reviewer", "指定复核人"),
        Text("named another reviewer in {what}", "在{what}中更换了复核人"),
    ),
    "close": (Text("Close", "关闭"), Text("closed {what}", "关闭了{what}")),
    "withdraw": (Text("Withdraw", "撤回"), Text("withdrew {what}", "撤回了{what}")),
    "drop": (Text("Drop", "清理"), Text("dropped a month of {what}", "清理了{what}的一个月")),
    "send": (Text("Send", "发送"), Text("sent {what}", "发送了{what}")),
    "pause": (Text("Pause", "暂停"), Text("paused {what}", "暂停了{what}")),
    "resume": (Text("Resume", "继续"), Text("resumed {what}", "继续了{what}")),
    "flag": (Text("Flag", "异常提醒"), Text("flagged {what}: {why}", "标记了{what}：{why}")),
}
"""What a verb is called in a menu, and the sentence it makes after the name of who did it."""

FLAGS: Final[Mapping[str, Text]] = {
    "mass-read": Text("many records read in a short time", "短时间内读取大量记录"),
    "mass-export": Text("a large export", "导出大量记录"),
    "odd-hour": Text("signed in at an unusual hour", "在异常时间登录"),
    "new-place": Text("signed in from a new network", "从新的网络登录"),
}

FACTS: Final[Mapping[str, Text]] = {
    "filter": Text("Filter", "筛选"),
    "columns": Text("Columns", "列"),
    "rows": Text("Rows", "行数"),
    "format": Text("Format", "格式"),
    "fields": Text("Fields", "字段"),
    "reason": Text("Reason", "原因"),
    "ip": Text("Address", "IP 地址"),
    "network": Text("Network", "网络"),
    "method": Text("Way of signing in", "登录方式"),
    "provider": Text("Provider", "单点登录方式"),
    "account": Text("Account", "账号"),
    "secret": Text("Secret", "密钥"),
    "settings": Text("Settings", "设置"),
    "is_enabled": Text("Switched on", "已启用"),
    "trusts_email": Text("Its addresses are trusted", "信任其邮箱地址"),
    "makes_people": Text("Makes people", "自动创建人员"),
    "two_factor": Text("Counts as two steps", "视为两步验证"),
    "provider_only": Text("Passwords for administrators only", "仅管理员可用密码登录"),
    "domains": Text("E-mail domains", "邮箱域名"),
    "private_hosts": Text("Internal hosts", "内网主机"),
    "department": Text("Department", "部门"),
    "position": Text("Position", "位置"),
    "people": Text("People", "人员"),
    "email": Text("E-mail", "邮箱"),
    "name": Text("Name", "名称"),
    "roles": Text("Roles", "角色"),
    "attributes": Text("Attributes", "属性"),
    "options": Text("Options", "选项"),
    "label": Text("Name", "名称"),
    "field_class": Text("Class", "分类"),
    "is_active": Text("May sign in", "可登录"),
    "user": Text("Person", "人员"),
    "factor": Text("Way", "方式"),
    "prefix": Text("Begins with", "开头"),
    "expires_at": Text("Expires", "到期"),
    "object": Text("Object", "对象"),
    "key": Text("Key", "键"),
    "required": Text("Required", "必填"),
    "plural": Text("Plural in English", "英文复数"),
    "series": Text("Automatic number", "自动编号"),
    "stages": Text("Stages", "阶段"),
    "title": Text("Title field", "标题字段"),
    "icon": Text("Icon", "图标"),
    "color": Text("Colour", "颜色"),
    "kind": Text("Kind", "类型"),
    "records": Text("Records", "记录数"),
    "minutes": Text("Minutes", "分钟"),
    "hour": Text("Hour", "时刻"),
    "month": Text("Month", "月份"),
    "months": Text("Kept for months", "保留月数"),
    "language": Text("Language", "语言"),
    "theme": Text("Appearance", "外观"),
    "density": Text("Density", "密度"),
    "time_zone": Text("Time zone", "时区"),
    "access": Text("Access", "权限"),
    "role": Text("Role", "角色"),
    "decision": Text("Decision", "决定"),
    "note": Text("Note", "备注"),
    "reviewer": Text("Reviewer", "复核人"),
    "due_on": Text("Due", "截止日期"),
    "item": Text("Item", "项目"),
    "items": Text("Items", "项目数"),
    "digest": Text("Digest", "摘要"),
    "token": Text("Token", "令牌"),
    "scopes": Text("Scope", "范围"),
    "app": Text("App", "应用"),
    "confidential": Text("Keeps a secret", "保管密钥"),
    "redirect_uris": Text("Answered at", "回调地址"),
    "external_id": Text("Id in the directory", "目录标识"),
    "user_name": Text("Name in the directory", "目录用户名"),
    "given_name": Text("Given name", "名"),
    "family_name": Text("Family name", "姓"),
    "default_roles": Text("Roles of new people", "新人员的角色"),
    "administrators": Text("May change administrators", "可修改管理员"),
    "service_user": Text("Acts as", "运行身份"),
    "members": Text("Members", "成员"),
}
"""Names of facts that are no fields of an object."""

NOT_FOUND: Final = Text("an unknown address", "未知地址")


def object_label(key: str) -> Text:
    """What one of these is called; the key where nobody knows it any more."""
    if key in OBJECTS:
        return OBJECTS[key]
    for type_ in registry:
        if type_.key == key:
            return type_.spec.text("label")
    return Text(key, key)


def plural_label(key: str) -> Text:
    """What many of these are called."""
    for type_ in registry:
        if type_.key == key:
            return type_.spec.text("plural")
    return object_label(key)


def known_objects() -> dict[str, Text]:
    """Everything the log may speak of, for a menu."""
    return {**{type_.key: type_.spec.text("label") for type_ in registry}, **OBJECTS}
