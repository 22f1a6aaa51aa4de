"""The tests of what knows no window."""

from __future__ import annotations

import torch

torch.set_num_threads(1)  # Operations are small here, and other test processes want the other cores.
