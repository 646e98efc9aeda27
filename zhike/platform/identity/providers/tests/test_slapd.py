"""The same against OpenLDAP's own server, where it is installed (`apt install slapd`)."""

import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cast import ApiClient
from zhike.platform.identity.models import Identity
from zhike.platform.identity.providers.tests import certificates
from zhike.platform.identity.providers.tests.conftest import TRUSTED
from zhike.platform.identity.tests.browser import try_password

SLAPD = shutil.which("slapd", path="/usr/sbin:/usr/lib/openldap:/usr/local/sbin:/usr/bin")
pytestmark = [
    pytest.mark.skipif(SLAPD is None, reason="slapd is not installed"),
    pytest.mark.slow,
]
CONFIGURATION = """
include /etc/ldap/schema/core.schema
include /etc/ldap/schema/cosine.schema
include /etc/ldap/schema/inetorgperson.schema
modulepath /usr/lib/ldap
moduleload back_mdb
TLSCertificateFile {folder}/directory.pem
TLSCertificateKeyFile {folder}/directory.key
database mdb
directory {folder}/data
suffix "dc=example,dc=com"
rootdn "cn=zhike,dc=example,dc=com"
rootpw service-secret
"""
PEOPLE = """
dn: dc=example,dc=com
objectClass: dcObject
objectClass: organization
o: Example
dc: example

dn: cn=Alice,dc=example,dc=com
objectClass: inetOrgPerson
cn: Alice
sn: A
mail: alice@example.com
userPassword: a word of the directory
"""


@pytest.fixture
def server(tmp_path: Path) -> Iterator[str]:
    certificates.make(tmp_path)
    (tmp_path / "data").mkdir()
    configuration, people = tmp_path / "slapd.conf", tmp_path / "people.ldif"
    configuration.write_text(CONFIGURATION.format(folder=tmp_path))
    people.write_text(PEOPLE)
    command = [str(SLAPD), "-T", "add", "-f", str(configuration), "-l", str(people)]
    subprocess.run(command, check=True, capture_output=True)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    address = f"ldap://127.0.0.1:{port}"
    running = subprocess.Popen(
        [str(SLAPD), "-d", "0", "-f", str(configuration), "-h", address],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    for _ in range(100):
        with socket.socket() as tried:
            if tried.connect_ex(("127.0.0.1", port)) == 0:
                break
        time.sleep(0.05)
    yield address
    running.terminate()
    running.wait()


def test_openldap_knows_alice(
    admin: ApiClient, alice: ApiClient, guest: ApiClient, server: str, tmp_path: Path
) -> None:
    body = {
        "kind": "ldap",
        "name": "Directory",
        "settings": {
            "server": server,
            "base": "dc=example,dc=com",
            "bind_dn": "cn=zhike,dc=example,dc=com",
            "certificate": (tmp_path / "directory.pem").read_text(),
        },
        "secret": "service-secret",
        "private_hosts": ["127.0.0.1"],
        "is_enabled": True,
        **TRUSTED,
    }
    made = admin.post("admin/providers", body)
    assert made.status == 201, made
    tried = admin.post(f"admin/providers/{made.json['id']}/try")
    assert "1 entries" in tried.json["sentence"]
    answer = try_password(guest, "alice@example.com", "a word of the directory")
    assert (answer.status, answer.json["id"]) == (200, str(alice.id)), answer
    assert len(Identity.objects.get().subject) == 36
    for email, password in (
        ("alice@example.com", "wrong"),
        ("alice@example.com", ""),
        ("*@example.com", "a word of the directory"),
        ("alice@example.com)(cn=*", "a word of the directory"),
    ):
        assert try_password(ApiClient(), email, password).status == 401
