"""Brings Tesseract, which reads scanned agreements, with Norwegian: Debian's, when root. Without it everything else works."""

import os
import shutil
import subprocess

PACKAGES = ("tesseract-ocr", "tesseract-ocr-nor")


def main() -> None:
    """Look, and install what is missing; say plainly when that is not possible."""
    if shutil.which("tesseract"):
        return
    if hasattr(os, "geteuid") and os.geteuid() == 0 and shutil.which("apt-get"):
        subprocess.run(["apt-get", "update", "-qq"], check=False, stdout=subprocess.DEVNULL)
        subprocess.run(["apt-get", "install", "-y", "-qq", *PACKAGES], check=False, stdout=subprocess.DEVNULL)
    if shutil.which("tesseract") is None:
        print("Scans cannot be read here until Tesseract is installed; they are said to be scans.")


if __name__ == "__main__":
    main()
