"""Units of measures: how an amount is stored (whole pence, milligrams or things) and how it is written."""

from __future__ import annotations

from decimal import Decimal

#: How many stored units make one unit of the measure. Everything not named here is counted in ones.
_STORED_PER_UNIT = {"GBP": 100, "g": 1000}
#: What a unit is called when the figures of a phase are spread over its days.
_PER_DAY = " per day"


def stored_per_unit(unit: str) -> int:
    """How many stored units make one of `unit`: 100 pence a pound, 1,000 milligrams a gram, else 1.

    Rates of things are kept in tenths: "9.6 people per day".
    """
    if unit in _STORED_PER_UNIT:
        return _STORED_PER_UNIT[unit]
    return _STORED_PER_UNIT.get(counted_unit(unit), 10) if unit.endswith(_PER_DAY) else 1


def per_day(unit: str) -> str:
    """The unit of figures of `unit` that are spread over the days of a phase's window."""
    return unit + _PER_DAY


def counted_unit(unit: str) -> str:
    """The unit that was counted, whether or not it is spread over days."""
    return unit.removesuffix(_PER_DAY)


def to_stored(amount: Decimal | int, unit: str) -> int:
    """The whole number that is stored for `amount` of `unit`.

    Raises ValueError when the amount is finer than a penny, a milligram or one thing.
    """
    scaled = Decimal(amount) * stored_per_unit(unit)
    whole = int(scaled)
    if scaled != whole:
        raise ValueError(f"{amount} {unit} is finer than can be stored")
    return whole


def from_stored(stored: int, unit: str) -> Decimal:
    """The amount in `unit` (pounds, grams, things) of a stored whole number."""
    return Decimal(stored) / stored_per_unit(unit)


def json_number(stored: int | None, unit: str) -> int | float | None:
    """The amount in `unit` as a JSON number: a whole number where it is one."""
    if stored is None:
        return None
    amount = from_stored(stored, unit)
    return int(amount) if amount == amount.to_integral_value() else float(amount)


def format_amount(stored: int | None, unit: str) -> str:
    """The amount as a table writes it: "£131,000", "£75.50", "2,200 g", "1,514"; empty for none.

    Only money and weights carry their unit; things counted are named by the measure's label.
    """
    if stored is None:
        return ""
    sign, counted = "−" if stored < 0 else "", counted_unit(unit)
    whole, rest = divmod(abs(stored), stored_per_unit(unit))
    if not rest:
        number = f"{whole:,}"
    elif counted == "GBP":
        number = f"{from_stored(abs(stored), unit):,.2f}"
    else:
        number = f"{from_stored(abs(stored), unit).normalize():,f}"
    if counted == "GBP":
        return f"{sign}£{number}"
    return f"{sign}{number} g" if counted == "g" else f"{sign}{number}"


def adds_up(unit: str) -> bool:
    """Whether figures of this unit may be added: per cents of five forces make no sum."""
    return unit != "%" and not unit.endswith(_PER_DAY)


def unit_heading(unit: str) -> str:
    """The unit as a table heading says it: "£", "grams", "people"; "number" for plain counts."""
    counted = counted_unit(unit)
    named = {"GBP": "£", "g": "grams", "count": "number", "%": "per cent"}.get(counted, counted)
    return named + unit.removeprefix(counted)


def unit_name(unit: str) -> str:
    """The unit as a person says it: "pounds", "grams", "people"; "number" for plain counts."""
    return "pounds" if unit == "GBP" else unit_heading(unit)
