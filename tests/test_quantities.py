"""Numbers the way sources write them."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bioclustergraph.quantities import numbers, states


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("femti bedrifter", "50"),
        ("fifty companies", "50"),
        ("til over femti land", "50"),
        ("15 000 ansatte", "15000"),
        ("15\u00a0000 ansatte", "15000"),
        ("15.000 ansatte", "15000"),
        ("15,000 employees", "15000"),
        ("1 234 567,5 kroner", "1234567.5"),
        ("1,234,567.5 kroner", "1234567.5"),
        ("over 66 milliarder kroner", "66000000000"),
        ("66 billion", "66000000000"),
        ("66 billioner", "66000000000000"),
        ("ca 6 mrd kr", "6000000000"),
        ("på fem millioner kroner i året", "5000000"),
        ("5 mill. kroner", "5000000"),
        ("fem hundre tusen", "500000"),
        ("2,5 millioner", "2500000"),
        ("37% av\ndeltakerne", "37"),
        ("100 prosent", "100"),
        ("to eller flere", "2"),
        ("Tre strategiske områder", "3"),
        ("TRE", "3"),
        ("tjueto", "22"),
        ("twenty-two", "22"),
        ("de neste tretti årene", "30"),
        ("klare å tredoble verdiskapningen", "3"),
        ("arrangeres annethvert år", "2"),
        ("Det var ingen medlemmer", "0"),
        ("15-16. november 2021", "16"),
        ("en av 750 representanter", "750"),
        ("rundt 150 prosjekter", "150"),
        ("3.5", "3.5"),
    ],
)
def test_a_text_states(text: str, value: str) -> None:
    assert states(text, Decimal(value))


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("femti bedrifter", "5"),
        ("en klynge", "1"),  # an article is no number
        ("tolvte", "12"),
        ("Forum", "4"),
        ("15 000", "0"),
        ("2021", "202"),
        ("A2B", "2"),
        ("fem kroner", "5000000"),
        ("", "0"),
    ],
)
def test_a_text_does_not_state(text: str, value: str) -> None:
    assert not states(text, Decimal(value))


@given(st.text())
def test_any_text_can_be_read(text: str) -> None:
    assert all(number.is_finite() for number in numbers(text))


@given(st.integers(min_value=0, max_value=10**12))
def test_a_number_is_read_however_it_is_grouped(number: int) -> None:
    for written in (str(number), f"{number:,}", f"{number:,}".replace(",", " ")):
        assert Decimal(number) in numbers(f"om lag {written} kroner")
