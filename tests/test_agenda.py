"""What is due when, on a clock that nobody moves."""

from scraper.agenda import Agenda, awake_clock


def due(agenda: Agenda, now: float) -> list[str]:
    return list(iter(lambda: agenda.pop(now) or "", ""))


def test_sources_come_in_the_order_they_are_due() -> None:
    agenda = Agenda()
    for name, at in (("c", 3.0), ("a", 1.0), ("b", 2.0), ("d", 9.0)):
        agenda.put(name, at)
    assert agenda.next_at() == 1.0
    assert due(agenda, 5.0) == ["a", "b", "c"]
    assert agenda.ids() == {"d"}


def test_a_later_word_replaces_the_earlier_one_and_a_dropped_source_is_silent() -> None:
    agenda = Agenda()
    agenda.put("a", 1.0)
    agenda.put("a", 7.0)
    agenda.put("b", 2.0)
    agenda.drop("b")
    assert due(agenda, 5.0) == []
    assert (len(agenda), agenda.next_at()) == (1, 7.0)
    assert due(agenda, 7.0) == ["a"]
    assert agenda.next_at() is None


def test_the_clock_never_goes_back() -> None:
    assert awake_clock() <= awake_clock()
