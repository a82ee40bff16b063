"""What personal data look like in the notes of British forces: bounded patterns, no nested repetition.

They are meant for a note of some sentences on one line. What is public (Crimestoppers' 0800 number), an operation's name
or a road (A38) must not match; a value that they miss is the price of not crying wolf on every note.
"""

from __future__ import annotations

import re

# 0800 and 03 numbers are public. The first group has three digits at least, or dates would be telephones.
_TELEPHONE = r"""
    (?<![\w£]) (?<!\d[.,/-])
    (?: (?=\(?0[127]\d) \(?0 (?:[ ().-]{0,2}\d){9,10}
      | (?:\+|00)44 [ -]? (?:\(0\)[ -]?)? [127] (?:[ .-]{0,2}\d){8,9}
      | \+(?!44)[1-9] (?:[ .-]{0,2}\d){8,13}
    ) (?!\d)
"""
_EMAIL = r"[\w.+'-]{1,64}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){1,6}"

_MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December"
# A full date so long before any operation is when somebody was born.
_BIRTH = rf"""
    \b d[./]?o[./]?b \b | \b date[ ]of[ ]birth \b
  | \b born[ :]{{1,2}} (?:on[ ]|in[ ])? (?:the[ ])? \d
  | (?<![\d/.-]) (?:0?[1-9]|[12]\d|3[01]) ([/.-]) (?:0?[1-9]|1[0-2]) \1 (?:19[2-9]\d|200\d) (?![\d/.-])
  | \b (?:0?[1-9]|[12]\d|3[01]) (?:st|nd|rd|th)? [ ] (?:{_MONTHS}) ,?[ ] (?:19[2-9]\d|200\d) \b
"""
# Force code (50 and 52 to 55 in the South West), year and number; a case file's number; a person's on the
# Police National Computer; then what the forces write in front of a number.
_REFERENCE = r"""
    (?<![\w£.,/-]) 5[02-5]\d{8,9} (?![\w/-])
  | \b \d{2}[A-Z]{2}\d{5,7} (?:/?\d{2})? \b
  | (?<![\d/]) \d{2}(?:\d{2})?/\d{5,7}[A-Z] \b
  | \b [A-Z]{2,4}[/-]\d{5,8}[/-]\d{2,4} \b | \b CR/\d{2,8}/\d{2,4} \b
  | (?<![\d£.,/-]) \d{5,8}/\d{2}(?:\d{2})? (?![\d/])
  | \b log[ ]\d{1,5}[ ]of[ ]\d
  | \b incident[ ](?:number[ ])? \d{1,5}[ ]of[ ]\d{1,2} (?:[/.]\d|[ ](?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec))
  | \b [AST]20\d{6} \b
  | \b (?:crime|occurrence|incident|custody|investigation|exhibit|urn|niche|cad|log)
       (?:[ ](?:ref(?:erence)?|no|num(?:ber)?|record))? [ .:#]{1,3} [A-Z]{0,4}[/-]?\d{5,12} \b
  | \b (?:crime|occurrence|incident|custody|urn|cad|log)
       [ ](?:ref(?:erence)?|no|num(?:ber)?|record) [ .:#]{1,3} [A-Z]{0,4}[/-]?\d{2,12} \b
"""
_INSURANCE = r"""
    \b [A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z] (?:[ ]?\d{2}){3} [ ]?[A-D] \b
  | \b [a-ceghj-pr-tw-z][a-ceghj-npr-tw-z] \d{6} [a-d] \b
"""
# The older form with a space must not begin as a road does (A303, B3212, M5) or as a section of an Act (S23).
_VEHICLE = r"""
    \b [A-HJ-PR-Y]{2}\d{2}[ ]?(?!JAN|FEB|MAR|APR|MAY|JUN|JUL|AUG|SEP|OCT|NOV|DEC)[A-HJ-PR-Z]{3} \b
  | \b [A-HJ-NPR-TV-Y]\d{1,3}[A-HJ-PR-Z]{3} \b
  | \b [C-HJ-LNPRTV-Y]\d{2,3}[ ][A-HJ-PR-Z]{3} \b
  | \b (?i:vrm|vrn|reg(?:istration)?(?:[ ]no\.?|[ ]number|[ ]plate|[ ]mark)?) [ :.]{1,3}
       (?=[A-Za-z ]{0,5}\d)[A-Za-z0-9]{2,4}[ ]?[A-Za-z0-9]{3} \b
"""
# Ordinals and hours are left out, or "M5 2nd" would be in Manchester.
_POSTCODE = r"""
    \b (?i: (?:[A-PR-UWYZ][A-HK-Y]|[BEGLMNSW]) \d[A-Z\d]? [ ]?
       (?!1ST|2ND|3RD|\dTH|\dHR) \d[ABD-HJLNP-UW-Z]{2} ) \b
"""
_ROADS = "Road|Rd|Street|St|Avenue|Ave|Lane|Close|Drive|Crescent|Gardens|Grove|Terrace|Walk|Mews|Court|Way"
_ADDRESS = rf"""
    (?<![\w£.,/-]) (?<!hase[ ]) \d{{1,3}}[A-Za-z]?,?[ ]
       (?!(?:{_MONTHS}|Drink|Drug|Crown|Magistrates|County|Youth)\b)
       [A-Z][a-z'’]{{1,20}} [ ] (?:[A-Z][a-z'’]{{1,20}}[ ]){{0,2}} (?:{_ROADS}) \b
  | (?<![\w£.,/-]) (?<!HASE[ ]) \d{{1,3}}[A-Z]?,?[ ]
       (?!(?:{_MONTHS.upper()}|DRINK|DRUG|CROWN|MAGISTRATES|COUNTY|YOUTH)\b)
       [A-Z’']{{2,20}} [ ] (?:[A-Z’']{{2,20}}[ ]){{0,2}} (?:{_ROADS.upper()}) \b
  | \b (?:[Ff]lat|[Aa]partment)[ ]\d{{1,4}}[A-Za-z]? \b
"""
# Ranks are also names of agencies ("DC" for Devon & Cornwall): these words after one are no name.
_NO_NAMES = rf"""
    (?!(?i: police|forces?|teams?|offices?|officers?|constabulary|operations?|op|phase|custody|support|general
      | devon|cornwall|plymouth|exeter|torquay|dorset|wiltshire|swindon|gloucestershire|avon|bristol|somerset|btp|mdp|s?w?rocu
      | warrants?|arrests?|charges?|cash|drugs?|class|cannabis|cocaine|heroin|crack|search(?:es)?|weapons?|knives
      | disruptions?|county|lines?|safeguard\w{{0,8}}|figures?|results?|totals?|returns?|street|road|world|nil|none|not?
      | and|or|only|with|the|this|is|in|at|on|for|from|to|of|by|has|had|have|was|were|led|regional|region|joint
      | chief|constables?|sergeants?|inspectors?|superintendents?|{_MONTHS} ) \b)
"""
_NAME = rf"""
    \b (?:Mr|Mrs|Ms|Miss|Dr|Mx|Cllr|Judge|MR|MRS)\.?[ ] {_NO_NAMES} (?:[A-Z]\.?[ ])? [A-Z][A-Za-z'’-]{{1,30}}
  | \b (?:PC|PCSO|PS|DC|DS|DI|DCI|TDC|Sgt|Sergeant|Insp|Inspector|Supt|Superintendent|Constable|[Dd]etective)\.?
       [ ](?:\d{{1,6}}[ ])? (?:[A-Z]\.[ ]){{0,2}} {_NO_NAMES} [A-Z][A-Za-z'’-]{{1,30}}
  # A collar number. "DC 140" may be a figure of Devon & Cornwall.
  | \b (?:PC|PCSO|PS)[ ]?\d{{3,6}} \b
  | \b (?i:suspect|victim|nominal|defendant|offender|male|female|man|woman|boy|girl|child) ,?
       (?:[ ](?:was|is|who[ ]is|who[ ]was))? [ ](?i:named|called|known[ ]as|identified[ ]as) [ ] [A-Z][a-z]{{1,30}}
  | \b (?i:nominal|suspect|victim|defendant) [ ]?:[ ]? [A-Z][a-z]{{1,30}}[ ][A-Z][a-z]{{1,30}}
"""

#: The kind of which `personal_names` finds more.
NAME = "a person’s name or number"
#: Kind of personal data, as a sentence names it, and its pattern.
KINDS: tuple[tuple[str, re.Pattern[str]], ...] = (
    (NAME, re.compile(_NAME, re.VERBOSE)),
    ("a date of birth", re.compile(_BIRTH, re.VERBOSE | re.IGNORECASE)),
    ("a telephone number", re.compile(_TELEPHONE, re.VERBOSE)),
    ("an e-mail address", re.compile(_EMAIL)),
    ("a postcode", re.compile(_POSTCODE, re.VERBOSE)),
    ("a street address", re.compile(_ADDRESS, re.VERBOSE)),
    ("a vehicle registration", re.compile(_VEHICLE, re.VERBOSE)),
    ("a crime or custody reference", re.compile(_REFERENCE, re.VERBOSE | re.IGNORECASE)),
    ("a National Insurance number", re.compile(_INSURANCE, re.VERBOSE)),
)
