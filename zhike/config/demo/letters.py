"""The two templates of the demo: tables and inline styles, because mail programs know nothing else."""

from typing import Final

_FRAME: Final = (
    "<div style=\"margin:0;padding:32px 12px;background:#f4f1ea;font-family:-apple-system,'PingFang SC','Microsoft YaHei',"
    "'Noto Sans CJK SC',Inter,sans-serif;color:#1f2329\">"
    '<table role="presentation" width="100%" cellpadding="0" cellspacing="0" style="max-width:600px;margin:0 auto;background:#fffdf8;'
    'border:1px solid #e6e0d4;border-radius:12px">'
    '<tr><td style="padding:28px 36px 0"><span style="display:inline-block;padding:6px 10px;border-radius:6px;background:#1e4e8c;'
    'color:#ffffff;font-weight:700;font-size:14px">{brand}</span></td></tr>'
    '<tr><td style="padding:20px 36px 0"><h1 style="margin:0;font-size:26px;line-height:1.35;font-weight:700">{headline}</h1></td></tr>'
    '<tr><td style="padding:16px 36px 0;font-size:15px;line-height:1.8;color:#3d434c">{text}</td></tr>'
    '<tr><td style="padding:24px 36px 0"><table role="presentation" width="100%" cellpadding="0" cellspacing="0">{offers}</table></td></tr>'
    '<tr><td style="padding:28px 36px 32px"><a href="{link}" style="display:inline-block;padding:13px 28px;border-radius:8px;'
    'background:#1e4e8c;color:#ffffff;text-decoration:none;font-weight:600;font-size:15px">{button}</a></td></tr>'
    '<tr><td style="padding:20px 36px 28px;border-top:1px solid #ece6da;font-size:12px;line-height:1.7;color:#6b6f76">{foot}</td></tr>'
    "</table></div>"
)
_OFFER: Final = (
    '<tr><td style="padding:12px 0;border-top:1px solid #ece6da"><a href="{link}" style="color:#1f2329;text-decoration:none;'
    'font-weight:600;font-size:15px">{name}</a><br><span style="font-size:13px;color:#6b6f76">{note}</span></td>'
    '<td align="right" style="padding:12px 0;border-top:1px solid #ece6da;font-size:15px;font-weight:600;color:#2f6b3f;'
    'white-space:nowrap">{price}</td></tr>'
)
SHOP: Final = "https://parts.example"


def _offers(*offers: tuple[str, str, str, str]) -> str:
    return "".join(
        _OFFER.format(link=f"{SHOP}/{path}", name=name, note=note, price=price)
        for path, name, note, price in offers
    )


AUTUMN_ZH: Final = {
    "name": "秋季备件方案",
    "subject": '{{ contact.first_name | default: "您好" }}，停机检修前备好这几样',
    "language": "zh-CN",
    "from_name": "海川备件",
    "body": _FRAME.format(
        brand="海川备件",
        headline='{{ contact.name | default: "您好" }}，年底检修季到了',
        text=(
            '<p style="margin:0">每年十一月，{{ company.name | default: "各工厂" }}这样的客户都会集中检修设备。轴承和润滑脂往往最先缺货，'
            "我们按您所在行业去年的用量，备好了三套常用方案，本周下单，三天内发出。</p>"
        ),
        offers=_offers(
            ("kits/bearing", "轴承检修套装", "6204 / 6308 / 22216，含拆装工具", "立省 12%"),
            ("kits/lube", "润滑套件", "高温脂、锂基脂与色标", "买二赠一"),
            ("service/inspection", "季度设备巡检", "工程师上门，出具振动与温度报告", "¥ 2,380 起"),
        ),
        link=f"{SHOP}/autumn",
        button="查看备件方案",
        foot=(
            "您收到此邮件，是因为您同意接收海川备件的产品信息。"
            '<a href="{{ view_url }}" style="color:#6b6f76">在浏览器中查看</a> · '
            '<a href="{{ unsubscribe_url }}" style="color:#6b6f76">退订</a>'
        ),
    ),
}
WELCOME_EN: Final = {
    "name": "Spare parts, shipped in three days",
    "subject": '{{ contact.first_name | default: "Hello" }}, parts for your next service stop',
    "language": "en",
    "from_name": "Haichuan Parts",
    "body": _FRAME.format(
        brand="Haichuan Parts",
        headline='{{ contact.first_name | default: "Hello" }}, keep your line running',
        text=(
            '<p style="margin:0">Bearings and grease are what {{ company.name | default: "most plants" }} runs out of first. '
            "Order by Friday and we ship within three days, customs papers included.</p>"
        ),
        offers=_offers(
            ("kits/bearing", "Bearing service kit", "6204 / 6308 / 22216 with tools", "12% off"),
            ("kits/lube", "Lubrication kit", "High-temperature and lithium grease", "3 for 2"),
            ("sensors", "Wireless vibration sensor", "Reports to your phone", "¥ 1,980"),
        ),
        link=f"{SHOP}/en",
        button="See the kits",
        foot=(
            "You get this mail because you agreed to hear from Haichuan Parts. "
            '<a href="{{ view_url }}" style="color:#6b6f76">View in a browser</a> · '
            '<a href="{{ unsubscribe_url }}" style="color:#6b6f76">Unsubscribe</a>'
        ),
    ),
}
