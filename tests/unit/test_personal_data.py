"""Personal data in notes: each kind is noticed, ordinary notes are left alone, and the value is never repeated."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from opcoord import reference_data
from opcoord.model.terms import Severity
from opcoord.reading.checks.personal_data import personal_findings, personal_kinds

NAME, BIRTH, TELEPHONE = "a person’s name or number", "a date of birth", "a telephone number"
EMAIL, POSTCODE, ADDRESS = "an e-mail address", "a postcode", "a street address"
VEHICLE, REFERENCE = "a vehicle registration", "a crime or custody reference"
INSURANCE = "a National Insurance number"

# Telephone numbers are from the range kept for drama, the rest from documentation.
PERSONAL = [
    ("ring 07700 900123", TELEPHONE),
    ("ring 07700900123.", TELEPHONE),
    ("Tel:01632 960 001", TELEPHONE),
    ("(01632) 960001 after six", TELEPHONE),
    ("020 7946 0123", TELEPHONE),
    ("+44 7700 900123", TELEPHONE),
    ("+44 (0)1632 960001", TELEPHONE),
    ("0044 7700 900 123", TELEPHONE),
    ("01632-960-001 37 calls", TELEPHONE),
    ("07700\u00a0900123", TELEPHONE),
    ("07700 900123".translate({ord(digit): ord(digit) + 0xFEE0 for digit in "0123456789"}), TELEPHONE),
    ("caller on +353 20 910 1234", TELEPHONE),
    ("returns.desk@example.police.uk", EMAIL),
    ("ask o'neil+x@example.org", EMAIL),
    ("DOB 01/02/94", BIRTH),
    ("d.o.b. unknown", BIRTH),
    ("date of birth on file", BIRTH),
    ("born 12 March 1994", BIRTH),
    ("born on the 3rd of May", BIRTH),
    ("male, 12/03/1994, charged", BIRTH),
    ("male, 12.03.2006, charged", BIRTH),
    ("see 55220012345", REFERENCE),
    ("crime 52210098765 refers", REFERENCE),
    ("CR/123456/24", REFERENCE),
    ("cr/1234/24", REFERENCE),
    ("occurrence 12345/24", REFERENCE),
    ("URN 50AB1234524", REFERENCE),
    ("URN: 12345", REFERENCE),
    ("crime ref 4512", REFERENCE),
    ("Crime reference: 45123456", REFERENCE),
    ("log 345 of 12/03", REFERENCE),
    ("custody record AB/1234", REFERENCE),
    ("PNC 02/123456A", REFERENCE),
    ("NI QQ123456C but AB 12 34 56 C", INSURANCE),
    ("ab123456c", INSURANCE),
    ("a van WA20 XYZ", VEHICLE),
    ("a van WA20XYZ", VEHICLE),
    ("an old P123 ABC", VEHICLE),
    ("A123ABC", VEHICLE),
    ("reg: wa20 xyz", VEHICLE),
    ("VRM ab12cde", VEHICLE),
    ("lives in PL4 6HH", POSTCODE),
    ("lives in pl46hh", POSTCODE),
    ("M1 1AE", POSTCODE),
    ("warrant at 12 Union Street", ADDRESS),
    ("warrant at 12a, Old Mill Road", ADDRESS),
    ("flat 3 searched", ADDRESS),
    ("Mr Smith", NAME),
    ("Mrs. J. Smith was referred", NAME),
    ("OIC DC Smith", NAME),
    ("ask PC 1234 Jones", NAME),
    ("ask PC 1234", NAME),
    ("Detective Constable O'Neil", NAME),
    ("Det Insp Brown", NAME),
    ("Sgt Brown said so", NAME),
    ("DS SMITH", NAME),
    ("male named Jones arrested", NAME),
    ("Suspect: John Jones", NAME),
]

ORDINARY = [
    "",
    "37 arrests with BTP",
    "Operation Vanquish is what Gloucestershire calls it",
    "Known locally as Operation Vanquish",
    "Stopped on the A38 and the M5 2nd time, A303 BTP ASSISTED",
    "TWO VEHICLES ON THE A38 3RD LANE, M5 THE SAME",
    "A30 and B3212 patrols, S23 MDA searches",
    "one weekend of the three, 23-27 Nov",
    "Window 01/02/2022 to 07-02-2022 1000 hours",
    "warrants on 7 March 2022, published 20 Oct 2023, as at 21/03/2026",
    "on 12 03 22 a man was arrested",
    "0700-1900 each day, 0700 1500 2300 briefings",
    "2022/23 total 1,514, 2021-22 391; £131,000 of £362,853",
    "£404k of suspected drugs and about 3.5kg",
    "£1,800,000.00 of 10000000 pounds",
    "incl. 15 g cocaine £1,500; 197 g crack £19,270; 1 kg heroin £100,000; £10k cannabis & ketamine",
    "Call Crimestoppers on 0800 555 111 or 101; 0345 123 4567 for the press office",
    "DC 140, AS 700 disruptions; DC Arrests 56; DC Plymouth and DC warrants",
    "DC POLICE AND DORSET 37",
    "PCC and OPCC informed, PC seized with 12 PCs",
    "4 Crown Court cases, 3 Drug Drive and 2 Drink Drive arrests",
    "Phase 7 Ring Road patrols; on 5 March Street patrols began",
    "In 2022 Union Street was a hotspot",
    "Chief Inspector and Detective Sergeant posts filled; Inspector General",
    "born out of phase 2; the newborn was safeguarded",
    "Class A up 2%, Class B down 3 %; phase 6/7 split 12/24",
    "joint with BTP and MDP, half of 76 operations",
    "two real guns, one imitation gun; 9mm handgun; .38SPL rounds",
    "zombie knife, extendable baton, two machetes",
    "SHA 3f2a, Excel 365, row 14, E17",
    "12 children, 34 adults; 5^**",
    "safe and well checks: 178 visits, 44 events, 10+ still open",
    "Nominals arrested in WK12, Q3 4pm to 7pm, w/c 04/03/2024",
    "county line known as Jay, called Ring of steel",
]


@pytest.mark.parametrize(("text", "kind"), PERSONAL)
def test_each_kind_is_noticed(text: str, kind: str) -> None:
    assert kind in personal_kinds(text)


@pytest.mark.parametrize("text", ORDINARY)
def test_an_ordinary_note_is_left_alone(text: str) -> None:
    assert personal_kinds(text) == []


def test_no_published_note_or_definition_alarms() -> None:
    texts = [row["note"] for row in reference_data.shipped("published_figures.csv")]
    texts += [row["definition"] for row in reference_data.shipped("measures.csv")]
    texts += [row["note"] for row in reference_data.shipped("phases.csv")]
    assert len(texts) > 200
    assert [text for text in texts if personal_kinds(text)] == []


def test_one_warning_a_cell_without_the_value() -> None:
    note = "Mr Smith, DOB 01/02/1994, 07700 900123"
    found = personal_findings(
        [(note, "Return", "J17"), ("BTP", "Return", "I17"), ("Mr Jones", "Return", "J17")]
    )
    (finding,) = found
    assert (finding.severity, finding.code, finding.where) == (
        Severity.WARNING,
        "personal-data",
        "sheet Return, J17",
    )
    assert finding.message == (
        "The text looks as if it holds a person’s name or number, a date of birth and a telephone number."
    )
    assert finding.remedy
    assert not any(part in finding.message for part in ("Smith", "1994", "900123"))


def test_a_long_text_is_looked_at_to_its_end() -> None:
    for before in (1_790, 1_990, 1_999, 30_000):
        assert personal_kinds("x " * (before // 2) + "ring 07700 900123") == [TELEPHONE]


def test_line_breaks_and_hidden_characters_hide_nothing() -> None:
    assert personal_kinds("DC\nSmith") == [NAME]
    assert personal_kinds("07700\u200b 900\u202e123") == [TELEPHONE]


@pytest.mark.parametrize(
    "piece", ["0", "07", "a@", "a.", "A1 ", "1/", "Mr ", "PC 1 ", "AB12 ", "+1 ", "crime ref ", "1 Aa ", "( "]
)
def test_no_text_takes_long(piece: str) -> None:
    begun = time.process_time()
    personal_kinds(piece * (32_767 // len(piece)))
    assert time.process_time() - begun < 1.5


@given(st.text(max_size=300))
def test_any_text_can_be_looked_at(text: str) -> None:
    assert isinstance(personal_kinds(text), list)
