"""The network ports one copy uses, checked before anything is started."""

import errno
import os
import socket

from zhike.config.refusal import Refusal


def number(name: str, fallback: int) -> int:
    """A port from the environment. Raises `Refusal` for anything that is none."""
    text = os.environ.get(name, "")
    if not text:
        return fallback
    if not text.isdigit() or not 0 < int(text) < 65536:
        raise Refusal(
            "{name} must be a number from 1 to 65535, not {text}.",
            "{name} 必须是 1 到 65535 之间的数字，而不是 {text}。",
            name=name,
            text=text,
        )
    return int(text)


def own_host(bind: str) -> str:
    """How a process of this machine reaches what listens on `bind`."""
    return {"0.0.0.0": "127.0.0.1", "::": "::1", "": "127.0.0.1"}.get(bind, bind)  # noqa: S104 - not bound


def require_free(host: str, port: int, name: str) -> None:
    """Raise `Refusal` when somebody else listens on `port`."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            if error.errno == errno.EACCES:
                raise Refusal(
                    "Port {port} needs special rights: choose a {name} of 1024 or more.",
                    "端口 {port} 需要特殊权限：请将 {name} 设为 1024 或更大的值。",
                    port=port,
                    name=name,
                ) from error
            if error.errno == errno.EADDRNOTAVAIL:
                raise Refusal(
                    "{host} is no address of this machine: correct ZHIKE_BIND.",
                    "{host} 不是本机地址：请修改 ZHIKE_BIND。",
                    host=host,
                ) from error
            raise Refusal(
                "Port {port} is taken by another program: choose another with {name}, for example {name}={other}.",
                "端口 {port} 已被其他程序占用：请用 {name} 指定其他端口，例如 {name}={other}。",
                port=port,
                name=name,
                other=port + 10,
            ) from error
