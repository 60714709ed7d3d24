"""Social credit codes and citizen identity numbers. The numbers are made up, with right check digits."""

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from standards.identity import IdentityNumberError, check_citizen_id, check_social_credit_code


def test_a_social_credit_code_is_normalised():
    assert check_social_credit_code(" 91110000 600037341l ") == "91110000600037341L"
    assert check_social_credit_code("９１１１００００６０００３７３４１Ｌ") == "91110000600037341L"


def test_a_citizen_id_is_normalised():
    assert check_citizen_id("11010519491231002x") == "11010519491231002X"


@pytest.mark.parametrize(
    ("check", "text", "code"),
    [
        (check_social_credit_code, "", "length"),
        (check_social_credit_code, "9111000060003734", "length"),
        (check_social_credit_code, "911100006000373410", "checksum"),
        (check_social_credit_code, "9111000060003734IL", "format"),
        (check_citizen_id, "110105194912310021", "checksum"),
        (check_citizen_id, "110105194913310021", "component"),
        (check_citizen_id, "1101051949123100", "length"),
    ],
)
def test_a_wrong_number_is_refused_with_the_reason(check, text, code):
    with pytest.raises(IdentityNumberError) as refused:
        check(text)
    assert refused.value.code == code
    assert not text or text not in str(refused.value)


@given(st.text(max_size=40))
def test_any_text_is_a_number_or_refused(text):
    for check in (check_social_credit_code, check_citizen_id):
        with contextlib.suppress(IdentityNumberError):
            assert len(check(text)) == 18
