"""Code made from ui/*.ui and resources/opcoord.qrc by scripts/compile_forms.py; never edited by hand."""
