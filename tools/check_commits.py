"""See that commit messages have our form: `area: Imperative sentence.`, 72 characters at most.

    python -m tools.check_commits [RANGE]

Without a range: the commits that `origin/main` (or `main`) does not have yet.
"""

import re
import subprocess
import sys

FORM = re.compile(r"[a-z][a-z0-9/-]*: [A-Z0-9`].*\.")
LONGEST = 72


def git(*arguments: str) -> str:
    done = subprocess.run(["git", *arguments], capture_output=True, text=True, check=False)
    return done.stdout if done.returncode == 0 else ""


def find_range() -> str | None:
    bases = ("origin/main", "main")
    base = next((name for name in bases if git("rev-parse", "--verify", "--quiet", name)), None)
    return base and f"{base}..HEAD"


def faults_in(message: str) -> list[str]:
    subject, _, rest = message.strip().partition("\n")
    faults = []
    if not FORM.fullmatch(subject):
        faults.append("the first line is not `area: Imperative sentence.`")
    if len(subject) > LONGEST:
        faults.append(f"the first line has {len(subject)} characters, {LONGEST} at most")
    if rest and not rest.startswith("\n"):
        faults.append("the second line is not blank")
    return faults


def main() -> int:
    commits = sys.argv[1] if len(sys.argv) > 1 else find_range()
    if not commits:
        print("No commits to look at: this is no checkout with a main branch.")
        return 0
    hashes = git("rev-list", "--no-merges", commits).split()
    faulty = 0
    for name in hashes:
        message = git("show", "--no-patch", "--format=%B", name)
        for fault in faults_in(message):
            print(f"{name[:10]} {message.splitlines()[0]!r}: {fault}")
            faulty += 1
    print(f"{len(hashes)} commit messages looked at, {faulty} faults.")
    return 1 if faulty else 0


if __name__ == "__main__":
    sys.exit(main())
