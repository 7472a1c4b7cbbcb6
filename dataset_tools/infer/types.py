"""The type of a column: the form that all its texts fit and that says most; else string."""

import re
from dataclasses import dataclass

from dataset_tools.infer.column import ColumnStudy, Trial
from dataset_tools.infer.forms import Form, list_form
from dataset_tools.infer.names import CODES, words_of
from dataset_tools.infer.proposal import FieldDraft, Guess

_LONGEST_ITEM = 40
_LEAST_LISTS = 5
_SHOWN = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class _Choice:
    form: Form
    guess: Guess
    missing: tuple[str, ...] = ()


def draft_field(name: str, study: ColumnStudy) -> FieldDraft:
    """Say what field a column is."""
    if not study.present:
        guess = Guess(sure=0.0, why="it has no values")
        return FieldDraft(name=name, type="string", guess=guess)
    code = _code(name, study)
    viable = [
        trial
        for trial in study.trials
        if trial.is_viable
        and trial.form.suits(name)
        and _has_both_words(trial.form, study)
        and not (code and trial.form.is_numeric)
    ]
    plain = [trial for trial in viable if not trial.misfits]
    choice = _chosen(study, plain) or _chosen(study, viable) or _list(study)
    if choice is None:
        return _text(name, study, code, viable)
    tokens = sum(choice.missing.count(text) and count for text, count in _counts(study, choice))
    guess = Guess(sure=_sure(study, choice.guess.sure), why=choice.guess.why)
    return FieldDraft(
        name=name,
        type=choice.form.field.type,
        guess=guess,
        properties=_properties(choice.form, study),
        missing_values=choice.missing,
        required=_required(study, study.missing + tokens),
        notes=_notes(choice, tokens),
    )


def _code(name: str, study: ColumnStudy) -> str | None:
    """Say why a column of digits is one of codes, or None; a JSON number is a number."""
    if study.native:
        return None
    if study.digits.code is not None:
        return study.digits.code
    hint = sorted(words_of(name) & CODES)
    if hint and not study.digits.has_others:
        return f'"{hint[0]}" in its name says that nobody counts with it'
    return None


def _chosen(study: ColumnStudy, viable: list[Trial]) -> _Choice | None:
    """Choose the first form, if no other would read the same texts otherwise."""
    if not viable:
        return None
    first = viable[0]
    form = first.form
    if form.reading and any(form.reading != other for other in _readings(viable)):
        return None
    tokens = tuple(sorted(first.misfits))
    sure, doubt = _doubt(form, study)
    why = f"all {first.fits:,} values are {form.words}"
    if form.words.startswith("numbers with a decimal") or form.reading:
        why += ", and can be nothing else"
    if tokens:
        why += f", the other cells ({sum(first.misfits.values()):,}) are {_quoted(tokens)}"
    return _Choice(form=form, guess=Guess(sure=sure, why=why + doubt), missing=tokens)


def _readings(viable: list[Trial]) -> set[str]:
    return {trial.form.reading for trial in viable if trial.form.reading}


def _doubt(form: Form, study: ColumnStudy) -> tuple[float, str]:
    """Say how sure the form itself is, where its texts could mean something else."""
    if form.field.type == "integer" and study.values is not None:
        if set(study.values) <= {"0", "1"}:
            return 0.7, "; 0 and 1 could be false and true, too"
        if all(re.fullmatch("(?:19|20)[0-9]{2}", value) for value in study.values):
            return 0.7, "; they could be years, too"
    if form.hints:
        return 0.9, ", and its name says so"
    return 1.0, ""


def _sure(study: ColumnStudy, certainty: float) -> float:
    """Lower the certainty where few values speak for it (the rule of succession)."""
    return round(certainty * (study.present + 1) / (study.present + 2), 3)


def _properties(form: Form, study: ColumnStudy) -> dict[str, object]:
    """Return the properties of the form; of true and false only the words that occur."""
    if form.field.type != "boolean" or "trueValues" not in form.properties:
        return dict(form.properties)
    seen = study.values or {}
    words = {"trueValues": form.field.true_values, "falseValues": form.field.false_values}
    return {key: [word for word in each if word in seen] for key, each in words.items()}


def _has_both_words(form: Form, study: ColumnStudy) -> bool:
    """Whether a pair such as yes and no, which may be other words alone, is there as a pair."""
    if "trueValues" not in form.properties:
        return True
    words = set(study.values or ())
    return bool(words & set(form.field.true_values)) and bool(words & set(form.field.false_values))


def _required(study: ColumnStudy, missing: int) -> Guess | None:
    if missing or not study.rows:
        return None
    sure = round((study.rows + 1) / (study.rows + 2), 3)
    return Guess(sure=sure, why=f"none of {study.rows:,} is missing")


def _counts(study: ColumnStudy, choice: _Choice) -> list[tuple[str, int]]:
    trial = next((each for each in study.trials if each.form is choice.form), None)
    return list(trial.misfits.items()) if trial else []


def _notes(choice: _Choice, tokens: int) -> tuple[str, ...]:
    if not choice.missing:
        return ()
    return (f"cells with {_quoted(choice.missing)} count as missing: {tokens:,}",)


def _text(name: str, study: ColumnStudy, code: str | None, viable: list[Trial]) -> FieldDraft:
    """Make a field of text, and say what it nearly was."""
    readings = sorted({trial.form.words for trial in viable})
    if readings:
        sure, why = 0.6, f"its texts could be {' or '.join(readings)}, so they stay text"
    elif code:
        sure, why = 0.95, code
    else:
        sure, why = 0.99, f"the {study.present:,} values have no other form in common"
    if not study.is_text:
        sure, why = 0.9, f"the {study.present:,} values are of several types"
    return FieldDraft(
        name=name,
        type="string" if study.is_text else "any",
        guess=Guess(sure=_sure(study, sure), why=why),
        required=_required(study, study.missing),
    )


def _list(study: ColumnStudy) -> _Choice | None:
    """Find lists of texts: items that come again and again in unlike company."""
    if study.values is None or len(study.values) < _LEAST_LISTS or not study.is_text:
        return None
    for delimiter in ";|":
        lists = [text.split(delimiter) for text in study.values]
        items = [item for each in lists for item in each]
        several = sum(len(each) > 1 for each in lists)
        whole = all(item and item == item.strip() and len(item) <= _LONGEST_ITEM for item in items)
        if whole and several * 2 >= len(lists) and len(set(items)) * 2 <= len(items):
            why = f"{len(set(items)):,} items come again in {len(lists):,} unlike lists"
            return _Choice(form=list_form(delimiter), guess=Guess(sure=0.8, why=why))
    return None


def _quoted(texts: tuple[str, ...]) -> str:
    return ", ".join(f'"{text}"' for text in texts[:_SHOWN])
