"""Signals that come while locks are taken are raised afterwards, and none is lost."""

import os
import signal
import threading

import pytest

from modelcollapse.parallel.signals import held_back


@pytest.fixture(autouse=True)
def own_handlers():
    """Handlers that raise, whatever the run itself does with signals."""

    def stop(*_):
        raise InterruptedError("stopped")

    before = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)}
    signal.signal(signal.SIGINT, signal.default_int_handler)
    signal.signal(signal.SIGTERM, stop)
    yield
    for number, handler in before.items():
        signal.signal(number, handler)


@pytest.mark.parametrize(
    ("number", "raised"), [(signal.SIGINT, KeyboardInterrupt), (signal.SIGTERM, InterruptedError)]
)
def test_a_signal_is_raised_after_the_block(number, raised):
    handler = signal.getsignal(number)
    reached = []

    def disturbed():
        with held_back():
            os.kill(os.getpid(), number)
            reached.append("the end of the block")

    with pytest.raises(raised):
        disturbed()
    assert reached == ["the end of the block"]
    assert signal.getsignal(number) is handler


def test_a_signal_is_not_lost_to_an_error_in_the_block():
    def failing():
        with held_back():
            os.kill(os.getpid(), signal.SIGINT)
            raise ValueError("in the block")

    with pytest.raises(KeyboardInterrupt) as caught:
        failing()
    assert str(caught.value.__context__) == "in the block"


def test_a_signal_that_is_ignored_stays_ignored():
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    with held_back():
        assert signal.getsignal(signal.SIGINT) is signal.SIG_IGN
        os.kill(os.getpid(), signal.SIGINT)
    assert signal.getsignal(signal.SIGINT) is signal.SIG_IGN


def test_in_another_thread_nothing_is_changed():
    seen = []

    def look():
        with held_back():
            seen.append(signal.getsignal(signal.SIGINT))

    thread = threading.Thread(target=look)
    thread.start()
    thread.join()
    assert seen == [signal.default_int_handler]
