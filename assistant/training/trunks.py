"""The trunks: what turns a past of any length into one vector a step.

Both map (B, T, C) event vectors to (B, T, width) summaries, each step seeing itself and what was before it.
Names and shapes here are the checkpoint's, since the NumPy steppers are tested against these.
"""

from __future__ import annotations

from collections.abc import Sequence

import torch
from torch import Tensor, nn
from torch.nn import functional


class HeldDropout(nn.Module):
    """Dropout with one mask for all steps of a piece (Gal and Ghahramani 2016, arXiv:1512.05287).

    Beside its better footing in recurrent networks it draws so few numbers that it costs nothing.
    """

    def __init__(self, rate: float) -> None:
        super().__init__()
        self.rate = rate

    def forward(self, x: Tensor) -> Tensor:
        """x: (B, T, C)."""
        if not self.training or not self.rate:
            return x
        kept = torch.rand(len(x), 1, x.shape[-1], device=x.device) >= self.rate
        return x * (kept / (1 - self.rate)).to(x.dtype)


class ConvTrunk(nn.Module):
    """WaveNet's trunk (van den Oord et al. 2016, arXiv:1609.03499).

    Dilated causal convolutions of width two with gates, residual and skip connections; width is C.
    """

    def __init__(self, channels: int, dilations: Sequence[int], dropout: float) -> None:
        super().__init__()
        self.width = channels
        self.dilations = tuple(dilations)
        # Rows: first the inputs `dilation` steps ago, then the present ones.
        self.gates = nn.ModuleList(nn.Linear(2 * channels, 2 * channels) for _ in self.dilations)
        self.outs = nn.ModuleList(nn.Linear(channels, 2 * channels) for _ in self.dilations)
        self.dropout = HeldDropout(dropout)

    def forward(self, x: Tensor) -> Tensor:
        """x: (B, T, C)."""
        skips = torch.zeros_like(x)
        for dilation, gate, out in zip(self.dilations, self.gates, self.outs, strict=True):
            past = functional.pad(x, (0, 0, dilation, 0))[:, : x.shape[1]]  # (B, T, C)
            signal, opening = gate(torch.cat([past, x], dim=-1)).chunk(2, dim=-1)
            residual, skip = out(torch.tanh(signal) * torch.sigmoid(opening)).chunk(2, dim=-1)
            x = x + self.dropout(residual)
            skips = skips + skip
        return functional.relu(skips)


class LstmTrunk(nn.Module):
    """Stacked LSTM layers (Hochreiter and Schmidhuber 1997) over a short causal convolution, the stem.

    The stem makes out what the last few events are together, the layers what all of them come to; the summary
    is both side by side, so width is ``hidden`` + C.
    """

    def __init__(self, channels: int, stem: Sequence[int], hidden: int, layers: int, dropout: float) -> None:
        super().__init__()
        self.width = hidden + channels
        self.stem = ConvTrunk(channels, stem, dropout)
        sizes = [channels] + [hidden] * (layers - 1)
        self.layers = nn.ModuleList(nn.LSTM(size, hidden, batch_first=True) for size in sizes)
        self.dropout = HeldDropout(dropout)

    def forward(self, x: Tensor) -> Tensor:
        """x: (B, T, C)."""
        near = self.stem(x)
        x = x + near
        for layer in self.layers:
            x = self.dropout(layer(x)[0])
        return torch.cat([x, near], dim=-1)
