"""The eight ways of wrapping a signed element (Somorovsky and others, “On Breaking SAML”), as tools for attackers number them.

Each takes an answer whose assertion is signed (1 and 2: whose response is), and makes it speak of somebody else.
"""

from collections.abc import Callable
from copy import deepcopy

from zhike.platform.identity.providers.kinds.saml.names import ds, saml, samlp
from zhike.platform.identity.providers.tests.saml_provider import Tree

VICTIM = "somebody-else"


def _evil(element: Tree, new_id: str = "_evil") -> Tree:
    """A copy that names the victim, without the signature."""
    copy = deepcopy(element)
    copy.set("ID", new_id)
    for signature in copy.findall(ds("Signature")):
        copy.remove(signature)
    _rename(copy)
    return copy


def _rename(element: Tree) -> None:
    for name_id in element.iter(saml("NameID")):
        name_id.text = VICTIM


def _bare(element: Tree) -> Tree:
    copy = deepcopy(element)
    for signature in copy.findall(ds("Signature")):
        copy.remove(signature)
    return copy


def xsw1(response: Tree) -> Tree:
    """A forged response around; the signed one inside the signature."""
    evil, signature = _evil(response), deepcopy(response.find(ds("Signature")))
    signature.append(_bare(response))
    evil.insert(1, signature)
    return evil


def xsw2(response: Tree) -> Tree:
    """A forged response around; the signed one before the signature."""
    evil, signature = _evil(response), deepcopy(response.find(ds("Signature")))
    evil.insert(1, _bare(response))
    evil.insert(2, signature)
    return evil


def xsw3(response: Tree) -> None:
    """A forged assertion before the signed one."""
    response.insert(2, _evil(response.find(saml("Assertion"))))


def xsw4(response: Tree) -> None:
    """The signed assertion inside a forged one."""
    signed = response.find(saml("Assertion"))
    evil = _evil(signed)
    response.replace(signed, evil)
    evil.append(signed)


def xsw5(response: Tree) -> None:
    """The signed assertion is changed but keeps its signature; a true copy without one stands at the end."""
    signed = response.find(saml("Assertion"))
    response.append(_bare(signed))
    signed.set("ID", "_evil")
    _rename(signed)


def xsw6(response: Tree) -> None:
    """The same, with the true copy inside the signature."""
    signed = response.find(saml("Assertion"))
    signed.find(ds("Signature")).append(_bare(signed))
    signed.set("ID", "_evil")
    for name_id in signed.findall(f"{saml('Subject')}/{saml('NameID')}"):
        name_id.text = VICTIM


def xsw7(response: Tree) -> None:
    """A forged assertion in an extension."""
    block = response.makeelement(samlp("Extensions"))
    block.append(_evil(response.find(saml("Assertion"))))
    response.insert(1, block)


def xsw8(response: Tree) -> None:
    """The true copy in an object of the signature, and the signed one changed."""
    signed = response.find(saml("Assertion"))
    block = response.makeelement(ds("Object"))
    block.append(_bare(signed))
    signed.find(ds("Signature")).append(block)
    signed.set("ID", "_evil")
    for name_id in signed.findall(f"{saml('Subject')}/{saml('NameID')}"):
        name_id.text = VICTIM


def same_id(response: Tree) -> None:
    """A forged assertion with the id of the signed one."""
    signed = response.find(saml("Assertion"))
    response.insert(2, _evil(signed, signed.attrib["ID"]))


def other_spelling(response: Tree) -> None:
    """Another element takes the id in a spelling that libraries look at first."""
    signed = response.find(saml("Assertion"))
    response.find(samlp("Status")).set("Id", signed.attrib["ID"])


WRAPPINGS: dict[str, tuple[Callable[[Tree], Tree | None], str]] = {
    "XSW1": (xsw1, "response"),
    "XSW2": (xsw2, "response"),
    **{f"XSW{at + 3}": (one, "assertion") for at, one in enumerate((xsw3, xsw4, xsw5, xsw6))},
    "XSW7": (xsw7, "assertion"),
    "XSW8": (xsw8, "assertion"),
    "the same id twice": (same_id, "assertion"),
    "the same id in another spelling": (other_spelling, "assertion"),
}
