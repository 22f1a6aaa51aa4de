"""Sessions in files: saved whole or not at all, opened whole or not at all."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from pathlib import Path

from core.labs.image.state import ImageState
from core.labs.plain import example_name
from core.labs.signal.state import SignalState
from core.labs.source import Source
from core.labs.state import AppState, LabName
from core.media.problem import MediaError, check_file
from core.session.document import MOST_BYTES, Document, Held, Origin, decode, encode
from core.session.held import Packer, candidates, find, relative_to
from core.session.problem import Loss, LossCode, SessionCode, SessionError
from core.session.writing import write_whole

FIRST_START = 44_446
"""Where the first recording is loud: before that, little is to be seen."""


@dataclass(frozen=True, slots=True)
class Opened:
    """A session that was read.

    Attributes:
        state: Its files are found, or the lab has its first sample instead.
        losses: What did not come along.
        digest: Of the file, to tell later whether somebody else wrote it.
        origin: Only of an autosave.
    """

    state: AppState
    losses: tuple[Loss, ...]
    digest: str
    origin: Origin | None = None


@dataclass(frozen=True, slots=True)
class Saved:
    """A session that was written: the file's digest, and what it does not have of what it names."""

    digest: str
    losses: tuple[Loss, ...]


def open_session(path: Path, home: Path) -> Opened:
    """Read a session. Nothing of it is run, and no camera goes on.

    Args:
        path: The file.
        home: The settings folder, in which embedded files are unpacked.

    Raises:
        SessionError: It cannot be opened.
    """
    data = _bounded(path)
    document = decode(data, path.name)
    state, losses = _with_files(document, path.parent, home)
    return Opened(state, losses, hashlib.sha256(data).hexdigest(), document.origin)


def save_session(
    path: Path, state: AppState, packer: Packer, expected: str | None = None, origin: Origin | None = None
) -> Saved:
    """Write a session in a file's place; it is the old one or the new one, whenever the program may end.

    Args:
        path: The file.
        state: What the user chose.
        packer: Holds the files that the state names.
        expected: The digest that the file had; with another there it is not written over. None: it is.
        origin: For an autosave.

    Raises:
        SessionError: It cannot be written.
    """
    document, losses = _holding(state, packer, path.parent, origin)
    try:
        data = encode(document)
        if expected is not None and path.exists() and _digest_now(path) != expected:
            raise SessionError(SessionCode.CHANGED, name=path.name)
        write_whole(path, data)
    except SessionError as error:
        error.values["name"] = path.name
        raise
    except (OSError, ValueError) as error:
        detail = getattr(error, "strerror", None) or str(error)
        raise SessionError(SessionCode.UNWRITABLE, name=path.name, detail=detail) from error
    return Saved(hashlib.sha256(data).hexdigest(), losses)


def _digest_now(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _bounded(path: Path) -> bytes:
    try:
        size = check_file(path)
        if size <= MOST_BYTES:
            with path.open("rb") as file:
                return file.read(MOST_BYTES + 1)
    except MediaError as error:
        raise SessionError(SessionCode(error.code.value), name=path.name) from None
    except OSError:
        raise SessionError(SessionCode.UNREADABLE, name=path.name) from None
    limit = f"{MOST_BYTES / 2**20:.1f} MiB"
    raise SessionError(SessionCode.TOO_LARGE, name=path.name, size=f"{size / 2**20:.1f} MiB", limit=limit)


# Saving.


def _holding(state: AppState, packer: Packer, folder: Path, origin: Origin | None) -> tuple[Document, tuple[Loss, ...]]:
    held: dict[str, Held] = {}
    losses: list[Loss] = []
    sources: dict[LabName, Source] = {"signal": state.signal.source, "image": state.image.source}
    for lab, source in sources.items():
        if source.kind == "file":
            kept = held[f"{lab}.source"] = packer.pack(source.path, folder)
            if kept.sha256 is None:
                losses.append(Loss(LossCode.NOT_KEPT, lab, {"name": kept.name}))
            sources[lab] = Source("file", kept.name)
    signal = replace(state.signal, source=sources["signal"])
    image = replace(state.image, source=sources["image"])
    autograd = state.autograd
    if autograd.path and example_name(autograd.path) is None:
        # The text is in the state; this is only where it is to be saved, and imports from.
        path = Path(autograd.path)
        relative = relative_to(path, folder)
        held["autograd.program"] = Held(path.name, path=autograd.path, relative=relative)
        autograd = replace(autograd, path="")
    plain = replace(state, signal=signal, image=image, autograd=autograd)
    return Document(plain, held, origin), tuple(losses)


# Opening.


def _with_files(document: Document, folder: Path, home: Path) -> tuple[AppState, tuple[Loss, ...]]:
    losses: list[Loss] = []
    state = document.state
    signal = _placed("signal", state.signal.source, document, folder, home, losses)
    image = _placed("image", state.image.source, document, folder, home, losses)
    state = replace(
        state,
        signal=without_source(state.signal) if signal is None else replace(state.signal, source=signal),
        image=without_picture(state.image) if image is None else replace(state.image, source=image),
    )
    program = document.held.get("autograd.program")
    if example_name(state.autograd.path) is None:
        path = "" if program is None else _program_file(program, folder)
        state = replace(state, autograd=replace(state.autograd, path=path))
    return state, tuple(losses)


def _placed(
    lab: LabName, source: Source, document: Document, folder: Path, home: Path, losses: list[Loss]
) -> Source | None:
    """The source as it can be read here; None, and a loss, if it cannot."""
    if lab in document.unknown_samples:
        losses.append(Loss(LossCode.SAMPLE, lab, {"name": document.unknown_samples[lab]}))
    elif source.kind == "sample":
        return source
    elif source.kind == "camera":
        losses.append(Loss(LossCode.CAMERA, lab, {"name": source.name}))
    else:
        held = document.held.get(f"{lab}.source")
        found = LossCode.MISSING if held is None else find(held, folder, home)
        if isinstance(found, Path):
            return Source("file", str(found))
        losses.append(Loss(found, lab, {"name": Path(source.name).name if held is None else held.name}))
    return None


def _program_file(held: Held, folder: Path) -> str:
    """The program's file, if there is one here; its text is the session's in any case."""
    for path in candidates(held, folder):
        try:
            if path.suffix.casefold() == ".py" and check_file(path):
                return str(path)
        except (MediaError, OSError, ValueError):
            continue
    return ""


def without_source(state: SignalState) -> SignalState:
    """The same layer over the first sample: what belonged to the recording is left behind."""
    first = SignalState()
    channels = first.parameters.in_channels
    parameters = replace(state.parameters, in_channels=channels)
    if channels % max(parameters.groups, 1) or parameters.groups < 1:
        parameters = replace(parameters, groups=1)
    return replace(
        state, source=first.source, parameters=parameters, start=FIRST_START, edits=(), drawn=(), cell=None, cursor=0
    )


def without_picture(state: ImageState) -> ImageState:
    """The same layer over the first picture: what belonged to the lost one is left behind."""
    first = ImageState()
    channels = 1 if state.grey else first.parameters.in_channels
    parameters = replace(state.parameters, in_channels=channels)
    if channels % max(parameters.groups, 1) or parameters.groups < 1:
        parameters = replace(parameters, groups=1)
    return replace(
        state,
        source=first.source,
        parameters=parameters,
        drawn=(),
        cursor=(0, 0),
        view=None,
        channel=-1,
        seen=(0, 0),
    )
