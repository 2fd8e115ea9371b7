"""Brings what PDF files are laid out with: Pango, and letters for names in other scripts; Debian's, when root.

Without them everything else works, and whoever asks for a PDF is told.
"""

import os
import shutil
import subprocess
from ctypes.util import find_library

LIBRARIES = ("pango-1.0", "pangoft2-1.0", "harfbuzz-subset")
PACKAGES = ("libpango-1.0-0", "libpangoft2-1.0-0", "libharfbuzz-subset0", "fonts-noto-core", "fonts-noto-cjk")
CHINESE = ":lang=zh"


def main() -> None:
    """Look, and install what is missing; say plainly when that is not possible."""
    if all(map(find_library, LIBRARIES)) and _has_chinese():
        return
    if hasattr(os, "geteuid") and os.geteuid() == 0 and shutil.which("apt-get"):
        subprocess.run(["apt-get", "update", "-qq"], check=False, stdout=subprocess.DEVNULL)
        subprocess.run(
            ["apt-get", "install", "-y", "-qq", "--no-install-recommends", *PACKAGES],
            check=False,
            stdout=subprocess.DEVNULL,
        )
    if not all(map(find_library, LIBRARIES)):
        print("PDF files cannot be made here until Pango is installed; everything else works.")


def _has_chinese() -> bool:
    if shutil.which("fc-list") is None:
        return False
    return bool(subprocess.run(["fc-list", CHINESE], capture_output=True, check=False).stdout.strip())


if __name__ == "__main__":
    main()
