"""Coming in: the wrong password, the language of the page, the right password, and going out again."""

from collections.abc import Callable

from playwright.sync_api import expect

from tests.browser.conftest import PASSWORD, PEOPLE, Opener


def test_a_wrong_password_is_told_in_the_language_of_the_page(
    open_page: Opener, allow: Callable[..., None]
) -> None:
    page = open_page(stranger=True)
    allow("401")
    page.goto("/o/contact")
    expect(page.get_by_role("heading", name="Welcome back")).to_be_visible()
    page.get_by_label("E-mail").fill(PEOPLE["en"][0])
    page.get_by_label("Password", exact=True).fill("not the password")
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(page.get_by_role("alert")).to_contain_text("password")

    page.get_by_text("中文").click()
    expect(page.get_by_role("heading", name="欢迎回来")).to_be_visible()
    page.get_by_role("button", name="登录", exact=True).click()
    expect(page.get_by_role("alert")).to_contain_text("密码")
    expect(page.locator("html")).to_have_attribute("lang", "zh-CN")


def test_signing_in_leads_to_the_page_asked_for_and_out_again(
    open_page: Opener, allow: Callable[..., None]
) -> None:
    page = open_page(stranger=True)
    page.goto("/o/company")
    page.get_by_label("E-mail").fill(PEOPLE["en"][0])
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Companies", exact=True)).to_be_visible()

    page.get_by_role("button", name="My account").click()
    allow("401")  # what the page still asks for
    page.get_by_role("menuitem", name="Sign out").click()
    expect(page.get_by_role("heading", name="Welcome back")).to_be_visible()
    page.goto("/o/company")
    expect(page.get_by_role("button", name="Sign in", exact=True)).to_be_visible()


def test_the_language_changes_without_a_reload_and_is_kept(open_page: Opener) -> None:
    page = open_page("zh-CN")
    page.goto("/o/contact")
    expect(page.get_by_role("heading", name="联系人", exact=True)).to_be_visible()
    page.evaluate("window.sameDocument = true")
    page.get_by_role("button", name="我的账号").click()
    page.get_by_role("menuitem", name="English").click()
    expect(page.get_by_role("heading", name="Contacts", exact=True)).to_be_visible()
    assert page.evaluate("window.sameDocument") is True
    with page.expect_response(lambda answer: answer.url.endswith("/auth/me")):
        page.get_by_role("button", name="My account").click()
        page.get_by_role("menuitem", name="中文").click()
    page.reload()
    expect(page.get_by_role("heading", name="联系人", exact=True)).to_be_visible()


def test_a_language_picked_before_signing_in_becomes_ones_own(open_page: Opener) -> None:
    page = open_page(stranger=True)
    page.goto("/o/company")
    page.get_by_text("中文").click()
    page.get_by_label("邮箱").fill(PEOPLE["en"][0])
    page.get_by_label("密码", exact=True).fill(PASSWORD)
    with page.expect_response(lambda answer: answer.url.endswith("/auth/me")) as told:
        page.keyboard.press("Enter")
    assert told.value.request.post_data_json == {"language": "zh-CN"}
    expect(page.get_by_role("heading", name="企业客户", exact=True)).to_be_visible()
    with page.expect_response(lambda answer: answer.url.endswith("/auth/me")):
        page.get_by_role("button", name="我的账号").click()
        page.get_by_role("menuitem", name="English").click()
