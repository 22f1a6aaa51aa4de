"""Cards are whole in both languages, name what the installed torch has, and show what it computes."""

from __future__ import annotations

import inspect
import re

import pytest
import torch
from torch import nn

from core.autograd.formulas import formula_of
from core.cards.card import Card, pieces
from core.cards.collection import CardProblem, collection, folded, read_cards
from core.cards.example import ExampleLine, run_example, run_lines
from core.documentation import documentation_of

CARDS = collection().cards
ARABIC = re.compile("[\u0621-\u064a]")
GLOSSARY = {
    "convolution": "الالتفاف",
    "cross-correlation": "الارتباط المتبادل",
    "kernel": "نواة (ج. نوى)",
    "filter": "مرشّح",
    "stride": "الخطوة",
    "padding": "الحشو",
    "zero padding": "الحشو الصفري",
    "dilation": "التمدد",
    "groups": "المجموعات",
    "channel": "قناة",
    "number of channels": "عدد القنوات",
    "batch": "دفعة",
    "batch size": "حجم الدفعة",
    "bias": "الانحياز",
    "weight": "وزن",
    "weight sharing": "مشاركة الأوزان",
    "signal": "إشارة",
    "sample": "عينة",
    "mono": "أحادية القناة",
    "stereo": "مجسّمة (ستيريو)",
    "thickness": "السُّمك",
    "layer": "طبقة",
    "stack": "تكديس",
    "shift": "إزاحة",
    "sparsity": "التناثر",
    "locality": "المحلية",
    "stationarity": "الثبات",
    "compositionality": "التركيبية",
    "Toeplitz matrix": "مصفوفة توبلتز",
    "receptive field": "الحقل الاستقبالي",
    "scalar (dot) product": "الضرب القياسي",
    "domain": "مجال",
    "mapping": "تطبيق",
    "tensor": "موتر",
    "leaf tensor": "موتر ورقي",
    "gradient": "التدرّج",
    "gradient accumulation": "تراكم التدرّجات",
    "gradient descent": "الانحدار التدريجي",
    "partial derivative": "المشتقة الجزئية",
    "automatic differentiation": "التفاضل التلقائي",
    "engine": "المحرّك",
    "backpropagation": "الانتشار الخلفي",
    "forward pass": "التمرير الأمامي",
    "backward pass": "التمرير الخلفي",
    "computation graph": "الرسم البياني الحسابي",
    "node": "عقدة",
    "edge": "حافة",
    "Jacobian": "مصفوفة جاكوبي",
    "transpose": "منقول",
    "vector-Jacobian product": "جداء متجه–جاكوبي",
    "chain rule": "قاعدة السلسلة",
    "norm": "معيار",
    "mean": "متوسط",
    "inference": "الاستدلال",
    "runtime error": "خطأ في زمن التنفيذ",
    "custom function": "دالة مخصصة",
    "custom gradient": "تدرّج مخصص",
    "documentation": "التوثيق",
    "next": "التالي",
    "previous": "السابق",
}
"""The house's terms: one term a concept, everywhere."""
OTHER_TERMS = [
    "leaf grad_fn next_functions AccumulateGrad",
    "saved tensor",
    "version counter",
    "retain_graph",
    "retain_grad",
    "no_grad",
    "detach",
    "requires_grad",
    "hook",
    "gradcheck",
    "double backward",
    "view",
    "broadcasting sum",
    "fan-in",
    "in place",
    "window",
    "padding mode",
    "depthwise convolution",
    "feature map",
    "im2col",
    "transposed convolution",
    "adjoint",
    "equivariance",
    "spectrum",
    "dynamic graph",
    "same padding",
    "valid padding",
    "zeros",
    "reflect",
    "replicate",
    "circular",
    "vjp",
]


def by_id(card: Card) -> str:
    return card.id


@pytest.mark.parametrize("card", CARDS, ids=by_id)
def test_a_card_is_whole_in_both_languages(card: Card) -> None:
    assert re.fullmatch(r"[a-z0-9_]+", card.id)
    english, arabic = card.meaning.en, card.meaning.ar
    assert not ARABIC.search(english)
    assert ARABIC.search(arabic)
    for meaning in (english, arabic):
        assert meaning.count("`") % 2 == 0
        assert meaning.strip() == meaning
        assert 1 <= len(re.findall(r"[.؟]['\"»”]?(?:\s|$)", re.sub(r"`[^`]*`", "code", meaning))) <= 4
        assert meaning[-1] == "."
        assert not any(ARABIC.search(text) for text, code in pieces(meaning) if code)
    assert len(arabic) > 0.5 * len(english)
    for term in card.names:
        assert not ARABIC.search(term.en)
        assert ARABIC.search(term.ar) or term.ar == term.en
    assert card.id not in card.related
    assert len(set(card.related)) == len(card.related) > 0


def test_no_two_cards_have_a_name_in_common() -> None:
    names = [folded(name) for card in CARDS for term in card.names for name in {term.en, term.ar}]
    assert sorted(names) == sorted(set(names))
    torch_names = [name for card in CARDS for name in card.torch]
    assert sorted(torch_names) == sorted(set(torch_names))


@pytest.mark.parametrize("english", GLOSSARY)
def test_every_term_of_the_glossary_has_a_card_under_both_names(english: str) -> None:
    terms = [term for card in CARDS for term in card.names if term.en == english]
    assert [term.ar for term in terms] == [GLOSSARY[english]]
    found = collection().named(GLOSSARY[english])
    assert found is not None
    assert found == collection().named(english)


@pytest.mark.parametrize("term", OTHER_TERMS)
def test_the_words_of_the_labs_have_cards(term: str) -> None:
    for one in term.split() if "leaf" in term else [term]:
        assert collection().named(one) is not None


@pytest.mark.parametrize("layer", [nn.Conv1d, nn.Conv2d])
def test_every_parameter_of_the_layers_has_a_card(layer: type[nn.Module]) -> None:
    for name in list(inspect.signature(layer).parameters):
        card = collection().named(name)
        assert card is not None
        assert name in card.torch
        assert collection().named(f"torch.nn.{layer.__name__}.{name}") == card


ARGUMENTS = (nn.Conv1d.__init__, torch.Tensor.backward, torch.autograd.grad)
WORDS = {"same", "valid", "zeros", "reflect", "replicate", "circular"}
"""What the layers' arguments can be; `test_words_are_values_of_arguments` asks torch."""


def torch_has(name: str) -> bool:
    """Whether the installed torch has something of a name."""
    bare = name.rstrip("*")
    if re.fullmatch(r"\w+Backward", bare):
        return any(formula_of(f"{bare}{number}") is not None for number in range(3)) or hasattr(
            torch._C._functions, f"{bare}0"
        )
    if bare in ("AccumulateGrad", "CopySlices", "CopyBackwards"):
        return True  # `test_these_nodes_are_made` makes them.
    rooms = (
        torch,
        torch.Tensor,
        nn,
        nn.Module,
        nn.functional,
        torch.linalg,
        torch.fft,
        torch.autograd,
        torch.autograd.Function,
        torch.autograd.function.FunctionCtx,
        torch.autograd.functional,
        torch.autograd.graph,
        torch.autograd.graph.Node,
        torch.optim,
        torch.optim.Optimizer,
        torch.autograd.function,
        nn.Conv1d(1, 1, 1),
        torch.ones(1, requires_grad=True).expand(1).grad_fn,
        torch.ones(1, requires_grad=True).expand(1).grad_fn.next_functions[0][0],  # type: ignore[union-attr]
    )
    return any(hasattr(room, bare.removeprefix("linalg_")) for room in rooms) or any(
        bare in inspect.signature(one).parameters for one in ARGUMENTS
    )


@pytest.mark.parametrize("card", [card for card in CARDS if card.torch], ids=by_id)
def test_torch_has_the_names_of_a_card(card: Card) -> None:
    assert [name for name in card.torch if name not in WORDS and not torch_has(name)] == []


def test_words_are_values_of_arguments() -> None:
    x = torch.arange(1.0, 6.0).view(1, 1, 5)
    for mode in ("zeros", "reflect", "replicate", "circular"):
        assert nn.Conv1d(1, 1, 3, padding=1, padding_mode=mode)(x).shape == (1, 1, 5)  # type: ignore[arg-type]
    for padding, length in (("same", 5), ("valid", 3)):
        assert nn.Conv1d(1, 1, 3, padding=padding)(x).shape == (1, 1, length)


def test_these_nodes_are_made() -> None:
    x = torch.ones(2, requires_grad=True)
    y = (x * 1).clone()
    y[0].mul_(2)
    assert y.grad_fn is not None
    assert y.grad_fn.name() == "torch::autograd::CopySlices"
    assert collection().named(y.grad_fn.name()) == collection().named("in place")
    assert (x * 1).grad_fn.next_functions[0][0].name().endswith("AccumulateGrad")  # type: ignore[union-attr]


@pytest.mark.parametrize("card", [card for card in CARDS if card.asked], ids=by_id)
def test_torch_documents_what_a_card_asks_for(card: Card) -> None:
    layer, _, parameter = card.asked.rpartition(".")
    if layer.startswith("torch.nn.Conv"):
        text = documentation_of(layer)
        assert text is not None
        told = set(re.findall(r"^ *(\w+) \(", text.text, re.M))
        assert parameter in told or parameter in ("device", "dtype")  # Torch's text says nothing of these two.
    else:
        assert documentation_of(card.asked) is not None


@pytest.mark.parametrize("card", [card for card in CARDS if card.example], ids=by_id)
def test_an_example_runs_and_shows_something(card: Card) -> None:
    lines = run_example(card.id)
    assert tuple(line.code for line in lines) == card.example
    assert any(line.shown for line in lines)
    for line in lines:
        assert "0x" not in line.shown
        if line.raised:
            # What a card is about: torch refuses. A slip of the pen would be of another kind.
            assert line.shown.startswith(("RuntimeError: ", "ValueError: "))


def test_examples_say_the_same_every_time_and_leave_random_numbers_alone() -> None:
    torch.manual_seed(5)
    before = torch.rand(1)
    torch.manual_seed(5)
    first, second = run_example("equivariance"), run_example("equivariance")
    assert first == second
    assert torch.equal(torch.rand(1), before)
    assert first[-1].shown == "True"


def test_an_error_ends_nothing_and_shows_its_first_line() -> None:
    lines = run_lines(("x = 1", "torch.ones(2) + torch.ones(3)", "x + 1", "x = None", "x", "torch.ones(2).shape"))
    assert lines[0] == ExampleLine("x = 1")
    assert lines[1].raised
    assert "\n" not in lines[1].shown
    assert [line.shown for line in lines[2:]] == ["2", "", "None", "(2,)"]


def test_a_card_that_is_not_there_has_no_example() -> None:
    assert run_example("nothing") == ()


def test_the_facts_of_some_cards_are_torchs() -> None:
    shown = {card: [line.shown for line in run_example(card)] for card in ("adjoint", "gradient", "scalar", "toeplitz")}
    assert shown["adjoint"][-1] == shown["adjoint"][-2]
    assert shown["gradient"][-1] == shown["gradient"][-2] == str(torch.tensor([[-1.5, 0.0], [1.5, 3.0]]))
    assert shown["scalar"][1] == "()"
    assert run_example("dynamic_graph")[-1].shown == f"(9, {torch.tensor([102.4, 1024.0, 0.1024])})"
    assert shown["toeplitz"][-1] == str(torch.tensor([[[14.0, 20.0, 26.0]]]))


@pytest.mark.parametrize(
    ("asked", "card"),
    [
        ("stride", "stride"),
        ("torch.nn.Conv2d.padding_mode", "padding_mode"),
        ("MulBackward0", "mul"),
        ("MaxBackward1", "max"),
        ("AccumulateGrad", "accumulate_grad"),
        ("LuSolveBackward0", "node"),
        ("MyMaxBackward", "custom_function"),
        ("x.detach", "detach"),
        ("torch.Tensor.sub_", "add"),
        ("F.conv1d", "convolution"),
        ("الخطوة", "stride"),
        ("الإنحياز", "bias"),
        ("Dot product", None),
        ("nothing_like_it", None),
        ("", None),
    ],
)
def test_a_card_is_found_by_what_is_pointed_at(asked: str, card: str | None) -> None:
    found = collection().named(asked)
    assert (None if found is None else found.id) == card


def found(query: str) -> list[str]:
    return [card.id for _, card in collection().search(query)]


def test_search_finds_in_both_languages_and_by_torchs_names() -> None:
    assert found("stride")[0] == "stride"
    assert found("STRI")[0] == "stride"
    assert found("الخطوة")[0] == "stride"
    assert found("خطو")[0] == "stride"
    assert found("التدرج")[0] == "gradient"  # Without the doubling sign, as it is typed.
    assert found("مجسمة") == ["stereo"]
    assert found("product vector") == ["vjp"]
    assert found("MulBackward")[0] == "mul"
    assert found("qqq") == []
    assert len(found("")) == sum(len(card.names) for card in CARDS)
    english = [term.en.casefold() for term, _ in collection().rows()]
    assert english == sorted(english)


GOOD = """[[card]]
id = "one"
term = {en = "one", ar = "واحد"}
meaning.en = "One."
meaning.ar = "واحد."
picture = "key"
"""


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (GOOD + GOOD, "one stands twice"),
        (GOOD + 'related = ["two"]', "no card is called two"),
        (GOOD + 'colour = "red"', "colour"),
        (GOOD.replace('id = "one"', ""), "id"),
        ("[[card", "a.toml"),
    ],
)
def test_a_wrong_file_is_refused_with_its_place(text: str, says: str) -> None:
    with pytest.raises(CardProblem, match=says):
        read_cards([("a.toml", text)])


def test_a_meaning_comes_in_pieces() -> None:
    assert read_cards([("a.toml", GOOD)])[0].asked == ""
    assert pieces("a `b` c.") == [("a ", False), ("b", True), (" c.", False)]
    assert pieces("`b`") == [("b", True)]
