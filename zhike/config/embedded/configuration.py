"""The server's `postgresql.conf` and `pg_hba.conf`, sized for the machine it runs on."""

import os
from pathlib import Path

_MB = 1024 * 1024
_SMALL_SHM = 256 * _MB

HBA = """# Written at every start. Every account shows its password; there is no other way in.
local all all scram-sha-256
"""


def memory() -> int:
    """Bytes of memory this program may use: the container's limit or the machine's."""
    total = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    try:
        limit = Path("/sys/fs/cgroup/memory.max").read_text().strip()
    except OSError:
        return total
    return min(total, int(limit)) if limit.isdigit() else total


def _size(value: int, low: int, high: int) -> str:
    return f"{max(low, min(high, value // _MB))}MB"


def settings(socket_folder: Path, *, throwaway: bool = False) -> str:
    """The text of `postgresql.conf`; `throwaway` gives up safety against power loss, for tests."""
    ram, cores = memory(), os.cpu_count() or 1
    chosen: dict[str, str] = {
        "listen_addresses": "''",
        "unix_socket_directories": f"'{socket_folder}'",
        "unix_socket_permissions": "0700",
        "password_encryption": "scram-sha-256",
        "max_connections": "80",
        "superuser_reserved_connections": "3",
        "shared_buffers": _size(ram // 6, 128, 4096),
        "effective_cache_size": _size(ram // 2, 256, 65536),
        "work_mem": _size(ram // 256, 8, 64),
        "maintenance_work_mem": _size(ram // 24, 64, 1024),
        "max_worker_processes": str(max(4, cores)),
        "max_parallel_workers": str(max(1, cores)),
        "max_parallel_workers_per_gather": str(max(0, min(2, cores - 1))),
        "random_page_cost": "1.1",
        "jit": "off",  # its compile time is longer than most of our statements
        "wal_compression": "on",
        "min_wal_size": "256MB",
        "max_wal_size": "2GB",
        "checkpoint_timeout": "15min",
        "autovacuum_naptime": "20s",
        "autovacuum_vacuum_insert_scale_factor": "0.05",
        "autovacuum_analyze_scale_factor": "0.02",
        "timezone": "'UTC'",
        "log_timezone": "'UTC'",
        "logging_collector": "on",
        "log_directory": "'log'",
        "log_filename": "'%a.log'",  # one file a weekday, each overwritten after a week
        "log_truncate_on_rotation": "on",
        "log_rotation_age": "1d",
        "log_rotation_size": "0",
        "log_line_prefix": "'%m [%p] %q%u '",
        "log_min_duration_statement": "1s",
        "log_parameter_max_length": "0",  # values are personal data
        "log_parameter_max_length_on_error": "0",
    }
    if _shared_memory() < _SMALL_SHM:
        chosen["dynamic_shared_memory_type"] = "mmap"  # containers give /dev/shm 64 MB by default
    if throwaway:
        chosen |= {
            "fsync": "off",
            "synchronous_commit": "off",
            "full_page_writes": "off",
            "shared_buffers": "128MB",
            "max_connections": "100",
        }
    lines = (f"{name} = {value}" for name, value in chosen.items())
    return "# Written at every start by zhike.\n" + "\n".join(lines) + "\n"


def _shared_memory() -> int:
    try:
        found = os.statvfs("/dev/shm")  # noqa: S108 - only measured
    except OSError:
        return 0
    return found.f_frsize * found.f_blocks
