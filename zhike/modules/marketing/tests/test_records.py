"""Templates and campaigns are records like any other."""

from tests.record_api import RecordApiTests


class TestTemplate(RecordApiTests):
    object = "template"
    sample = {"name": "秋季", "subject": "您好 {{ contact.name }}", "body": "<p>您好</p>"}
    change = {"subject": "新的主题"}


class TestCampaign(RecordApiTests):
    object = "campaign"
    sample = {"name": "秋季备件", "hold_out_percent": 10}
    change = {"name": "秋季备件大促"}
