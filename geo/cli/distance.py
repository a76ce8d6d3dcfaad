"""`geo distance`."""

from __future__ import annotations

import re
import sys
from typing import TYPE_CHECKING

import click

from geo.cli.options import format_option, sites_option
from geo.cli.output import START_HINT, echo, echo_json
from geo.earth.geodesy import LONGEST_GEODESIC_M
from geo.earth.notation.coordinates import CoordinatesError, parse_coordinates
from geo.judge.verdict.measurement import find_box_distance, measure

if TYPE_CHECKING:
    from geo.earth.notation.printed_box import BoxDistance
    from geo.earth.notation.printed_pair import Coordinates
    from geo.judge.verdict.finding import Finding
    from geo.judge.verdict.measurement import Measurement
    from geo.record.kinds import Located


# a latitude may begin with a minus: what is no option is taken as a position
@click.command("distance", context_settings={"ignore_unknown_options": True})
@click.argument("a")
@click.argument("b")
@click.option(
    "--claim", metavar="DISTANCE", help='Judge a claimed distance as printed, such as "about 6 km"; a bare number is metres.'
)
@click.option("--language", metavar="TAG", help="Language of --claim, such as de or uk, if it cannot be read without.")
@sites_option
@format_option
def distance_command(a: str, b: str, claim: str | None, language: str | None, file: str, form: str) -> None:
    """Measure from A to B: records of a file (ids, or names that no other record has), or coordinates as printed.

    \b
    Example:
      geo distance "39°45'38.10\\"N 46°44'33.90\\"E" "39°45'27.80\\"N 46°45'25.80\\"E" --claim 780
    """
    ends = (_place(a, file), _place(b, file))
    measured, boxes = measure(*ends), find_box_distance(*ends)
    shifts = [shift for end in ends if (shift := getattr(end, "shift", None))]
    finding = None if claim is None else _judged(claim, language, measured, boxes, *ends)
    if form == "json":
        from geo.show.answers import json_form as wire

        verdict = {} if finding is None else wire.finding(finding)
        keys = ("verdict", "claimed", "gap_m", "explanation")
        figures = {**wire.measurement(measured), **wire.boxes(boxes), **wire.shifts(shifts)}
        echo_json({**figures, **{key: verdict[key] for key in keys if verdict}})
        return
    from geo.show.answers.distance import measurement_text

    echo(measurement_text(measured, boxes, shifts))
    if finding:
        echo(f"{finding.verdict}: {finding.explanation}")


def _place(text: str, file: str) -> Coordinates | Located:
    try:
        return parse_coordinates(text)
    except CoordinatesError as error:
        unread = error
    from geo.record.problems import SitesError
    from geo.record.reading import read_sites

    try:
        sites = read_sites(file)
    except SitesError as error:
        echo(error, err=True)
        sys.exit(1)
    except FileNotFoundError:
        raise click.UsageError(f"{unread}; and there is no {file} to look it up in{START_HINT}") from None
    from geo.record.kinds import Located
    from geo.record.look_up import SharedNameError, UnknownRecordError, look_up

    names = {record.id: record.name for record in sites}
    try:
        record = sites[look_up(text, names, f"pair of coordinates, and no id or name in {file}")]
    except SharedNameError as error:
        raise click.UsageError(str(error)) from None
    except UnknownRecordError as error:
        are_coordinates = any(character.isdigit() for character in text) and not re.fullmatch(r"[\w-]+", text)
        raise click.UsageError(str(unread if are_coordinates else error)) from None
    if not isinstance(record, Located) or record.position is None:
        why = ""
        if isinstance(record, Located) and record.unjudged:
            why = ": its camera gives one without a figure for its error; uncertainty_m in the file would say how far off it may be"
        raise click.UsageError(
            f'"{text}" has no position in {file} that can be measured from{why}'
            if why
            else f'"{text}" has no position in {file}'
        )
    return record


def _judged(
    claim: str, language: str | None, measured: Measurement, boxes: BoxDistance | None, *ends: Coordinates | Located
) -> Finding:
    from geo.earth.notation.distance import parse_distance  # a distance without a claim does without
    from geo.judge.verdict.finding import judge_distance
    from geo.judge.verdict.road import may_be_by_road
    from geo.record.json_file.parse import Number
    from geo.record.stated_distance import distance_of_number

    is_number = re.fullmatch(r"\d{1,8}(\.\d{1,12})?", claim, re.ASCII)
    try:
        stated = distance_of_number(Number(claim), None) if is_number else parse_distance(claim, language)
    except ValueError as error:
        raise click.UsageError(f"--claim: {error}") from None
    if stated.low_m > LONGEST_GEODESIC_M:
        raise click.UsageError(f"--claim {claim}: no two places on Earth lie farther apart than 20,003,931 m")
    return judge_distance(measured, stated, by_road=may_be_by_road(stated, *ends), boxes=boxes)
