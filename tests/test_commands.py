import re
import subprocess
import sys

import pytest

import geo.cli
from geo.cli import _COMMANDS, _GROUPS, _SYNONYMS
from tests.conftest import ROOT, Run

FORMER = ("slips", "margin", "locate", "conflicts")


def test_help_groups_the_commands() -> None:
    """The headings come in the order in which one needs them, and every command is under one of them."""
    # in a process of its own: packages that other tests load change how click lays its help out
    told = subprocess.run([sys.executable, "-m", "geo", "--help"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    assert re.findall(r"^(\S.*):$", told, re.MULTILINE) == ["Options", *_GROUPS]
    assert list(_GROUPS) == ["Start", "Look", "Check", "Ask", "Areas", "Hand over"]
    for name, text in _COMMANDS.items():
        assert re.search(rf"^  {name} +{text[:20]}", told, re.MULTILINE), name


def test_every_module_of_a_command_is_listed() -> None:
    """Every module in `cli/` that defines a command is listed, since an unlisted one could not be run."""
    modules = {path.stem.rstrip("_") for path in (ROOT / "geo" / "cli").glob("*.py")}
    assert modules - {"init", "__init", "__init__", "options", "output", ""} == set(_COMMANDS)


@pytest.mark.parametrize("name", FORMER)
def test_former_commands_say_where_their_answer_is(name: str, run: Run) -> None:
    """They are gone, with exit status 2, and the message names the command that answers now."""
    status, out, told = run(name, "claim-separation")
    assert (status, out) == (2, "")
    assert f'did you mean "geo {"check" if name == "conflicts" else "why"}"?' in told


@pytest.mark.parametrize(
    ("word", "meant"),
    [
        ("validate", '"geo check"'),
        ("Lint", '"geo check"'),
        ("pdf", '"geo report"'),
        ("help", '"geo --help"'),
        ("open", '"geo map --open" or "geo watch"'),
        ("convert", '"geo export" or "geo import"'),
        ("version", '"geo --version"'),
        ("validat", '"geo check"'),
        ("chekc", '"geo check"'),
        ("wy", '"geo why"'),
    ],
)
def test_what_people_type_is_understood(word: str, meant: str, run: Run) -> None:
    """Synonyms, and misspelt commands and synonyms, get a hint that can be typed."""
    status, _, told = run(word)
    assert status == 2
    assert told.rstrip().endswith(f'there is no command "{word}"; did you mean {meant}?')


def test_a_word_like_no_other_gets_no_hint(run: Run) -> None:
    """Nothing is suggested for a word that is near to none."""
    assert run("xyzzyx")[2].rstrip().endswith('there is no command "xyzzyx"')


def test_every_synonym_leads_to_a_command() -> None:
    """What is suggested exists, and no synonym hides a command."""
    for word, meant in _SYNONYMS.items():
        assert word not in _COMMANDS
        for one in meant:
            assert one in {"--help", "--version"} or one.split()[0] in _COMMANDS, word


def test_one_option_names_the_file() -> None:
    """No command has `--file`; where the file is not an argument, `--sites` names it."""
    for name in _COMMANDS:
        command = geo.cli.geo.get_command(None, name)  # type: ignore[arg-type]
        assert command
        group = getattr(command, "commands", None) or {}
        listed = command.list_commands(None) if hasattr(command, "list_commands") else []
        some = [command, *group.values(), *(command.get_command(None, one) for one in listed)]  # type: ignore[attr-defined]
        for one in some:
            options = {text for parameter in one.params for text in parameter.opts}
            assert "--file" not in options, name
            arguments = {parameter.name for parameter in one.params if parameter.param_type_name == "argument"}
            if "--sites" in options:
                assert "file" not in arguments, name


def test_check_loads_no_geometry_where_nothing_needs_solving() -> None:
    """The record has contradicted claims, which are sets of their own, and `geo check` starts without shapely for them."""
    code = "import sys; from geo.cli import main\ntry: main(['check', '--format', 'json'])\nfinally: print([one for one in ('shapely', 'pyarrow', 'pandas', 'matplotlib') if one in sys.modules], file=sys.stderr)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT, check=False, timeout=120)
    assert (done.returncode, done.stderr) == (0, "[]\n")
    assert '"sets"' in done.stdout


def test_hooks_call_commands_that_exist() -> None:
    """`.pre-commit-hooks.yaml` offers check and fmt, for the file by its name."""
    text = (ROOT / ".pre-commit-hooks.yaml").read_text("utf-8")
    assert re.findall(r"^- id: (.*)$", text, re.MULTILINE) == ["geo-check", "geo-fmt"]
    entries = re.findall(r"^  entry: geo (\w+)$", text, re.MULTILINE)
    assert entries == ["check", "fmt"]
    assert set(entries) <= set(geo.cli._COMMANDS)
    for pattern in re.findall(r"^  files: (\S+)", text, re.MULTILINE):
        assert re.search(pattern, "sites.geojson")
        assert not re.search(pattern, "websites.geojson")
