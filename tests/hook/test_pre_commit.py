"""The real pre-commit: it installs this project from a local clone, as a hook of a repository with a corpus.

It takes minutes and needs the package index: `make test-hook` runs it, `make test` does not.
"""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent
BIN = Path(sys.executable).parent
DOCS = (ROOT / "docs" / "hook.md").read_text(encoding="utf-8")

SENTENCE = "The ferry will sail again on Monday, the harbour master said after a week of repairs."
DIRTY = f"{SENTENCE}\n\nShare this:\n"
CLEAN = f"{SENTENCE}\n"
RECORD = '{"id": 1, "text": "The ferry sails.\\n\\nShare this:"}\n'
FINDING = "corpus/a.txt:3:1 en/share#share-label The label or a button of the share bar of an article."

pytestmark = pytest.mark.hook


def run(folder: Path, *command: str, status: int = 0) -> str:
    """Run a command, which must leave with `status`; return what it prints."""
    done = subprocess.run(command, cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False)
    assert done.returncode == status, done.stdout
    return done.stdout


@pytest.fixture(scope="module", autouse=True)
def _surroundings(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Keep what pre-commit installs, and git's and the user's configuration, out of the user's home."""
    home = tmp_path_factory.mktemp("home")
    os.environ.update(
        PRE_COMMIT_HOME=str(home / "pre-commit"),
        XDG_CONFIG_HOME=str(home),
        GIT_CONFIG_GLOBAL=str(home / "gitconfig"),
        PATH=f"{BIN}{os.pathsep}{os.environ['PATH']}",
    )
    (home / "gitconfig").write_text("[user]\nname = Ines Vik\nemail = ines@example.org\n[init]\ndefaultBranch = main\n")


@pytest.fixture(scope="module")
def clone(_surroundings: None, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """Return a clone of this project with what is not yet committed, and the commit that is its head."""
    folder = tmp_path_factory.mktemp("clone") / "cleaner"
    run(ROOT, "git", "clone", "--quiet", "--depth", "1", ROOT.as_uri(), str(folder))
    for name in run(ROOT, "git", "ls-files", "--modified", "--others", "--exclude-standard").splitlines():
        if (ROOT / name).is_file():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, folder / name)
        else:
            (folder / name).unlink(missing_ok=True)
    run(folder, "git", "add", "--all")
    run(folder, "git", "commit", "--quiet", "--allow-empty", "--message", "as it is")
    return folder, run(folder, "git", "rev-parse", "HEAD").strip()


@pytest.fixture
def corpus(clone: tuple[Path, str], tmp_path: Path, request: pytest.FixtureRequest) -> Path:
    """Return a repository with a corpus and the hook of docs/hook.md installed, or another one of ours."""
    folder, head = clone
    config = next(block for block in re.findall(r"```yaml\n(.*?)```", DOCS, re.DOTALL) if "hooks:" in block)
    config = re.sub(r"repo: .*", f"repo: {folder}", re.sub(r"rev: .*", f"rev: {head}", config))
    config = config.replace("id: cleaner\n", f"id: {getattr(request, 'param', 'cleaner')}\n")
    (tmp_path / ".pre-commit-config.yaml").write_text(config)
    (tmp_path / "corpus").mkdir()
    (tmp_path / "README.txt").write_text(DIRTY)
    run(tmp_path, "git", "init", "--quiet")
    run(tmp_path, "pre-commit", "install")
    run(tmp_path, "git", "add", "--all")
    run(tmp_path, "git", "commit", "--quiet", "--message", "A corpus to be")
    return tmp_path


def add(corpus: Path, **files: str) -> None:
    for name, text in files.items():
        (corpus / "corpus" / name.replace("_", ".")).write_text(text, encoding="utf-8")
    run(corpus, "git", "add", "--all")


def committed(corpus: Path, name: str) -> str:
    return run(corpus, "git", "show", f"HEAD:{name}")


def test_a_commit_with_chrome_stops_and_is_fixed_and_the_next_one_passes(corpus: Path) -> None:
    add(corpus, a_txt=DIRTY, b_jsonl=RECORD, c_txt=CLEAN)
    said = run(corpus, "git", "commit", "--message", "Two articles", status=1)
    assert "files were modified by this hook" in said
    assert "2 files, 0 left" in said
    assert (corpus / "corpus" / "a.txt").read_text() == CLEAN
    assert (corpus / "corpus" / "b.jsonl").read_text() == '{"id":1,"text":"The ferry sails."}\n'
    assert (corpus / "README.txt").read_text() == DIRTY
    run(corpus, "git", "add", "--all")
    run(corpus, "git", "commit", "--message", "Two articles")
    assert committed(corpus, "corpus/a.txt") == CLEAN
    assert run(corpus, "git", "status", "--porcelain") == ""  # nor is the cache seen


@pytest.mark.parametrize("corpus", ["cleaner-check"], indirect=True)
def test_the_check_stops_without_a_change(corpus: Path) -> None:
    add(corpus, a_txt=DIRTY)
    said = run(corpus, "git", "commit", "--message", "An article", status=1)
    assert FINDING in said
    assert "files were modified" not in said
    assert (corpus / "corpus" / "a.txt").read_text() == DIRTY
    add(corpus, a_txt=CLEAN)
    run(corpus, "git", "commit", "--message", "An article")


@pytest.mark.parametrize("corpus", ["cleaner-check"], indirect=True)
def test_excludes_and_the_baseline_hold(corpus: Path) -> None:
    (corpus / "cleaner.toml").write_text("extend-exclude = ['raw']\n")
    (corpus / "corpus" / "raw").mkdir()
    (corpus / "corpus" / "raw" / "a.txt").write_text(DIRTY)
    add(corpus, old_txt=DIRTY)
    run(corpus, "cleaner", "check", "corpus", "--write-baseline")
    run(corpus, "git", "add", "--all")
    run(corpus, "git", "commit", "--message", "What was there")
    add(corpus, a_txt=DIRTY)
    assert FINDING in run(corpus, "git", "commit", "--message", "What is new", status=1)


def test_try_repo(clone: tuple[Path, str], corpus: Path) -> None:
    add(corpus, a_txt=DIRTY)
    command = re.findall(r"^pre-commit try-repo \S+ (.+)$", DOCS, re.MULTILINE)[0].split()
    said = run(corpus, "pre-commit", "try-repo", str(clone[0]), *command, status=1)
    assert FINDING in said
    assert (corpus / "corpus" / "a.txt").read_text() == DIRTY
