"""Whole programs, from scalars to transformers, that a recorder is held to; other tests may use them, too."""

from __future__ import annotations

from textwrap import dedent

FILE = "program.py"
"""The name under which they are compiled."""

_PROGRAMS = {
    # Scalars and vectors.
    "scalar": "x = torch.tensor(3.0, requires_grad=True)\na = x * x + 2 * x\na.backward()",
    "mean_of_squares": "x = torch.tensor([[-1.0, 0.0], [1.0, 2.0]], requires_grad=True)\ny = x + 2\nz = y * y * 3\na = z.mean()\na.backward()",
    "matrix": "x = torch.arange(6.0).reshape(2, 3).requires_grad_()\nw = torch.ones(3, 2, requires_grad=True)\na = (x @ w).sum()\na.backward()",
    "broadcast": "x = torch.ones(3, 1, requires_grad=True)\ny = torch.arange(4.0, requires_grad=True)\na = (x * y).mean()\na.backward()",
    "fan_in": "x = torch.tensor([1.0, 2.0], requires_grad=True)\ny = x.exp()\na = (y * y + y).sum()\na.backward()",
    "diamond": "x = torch.tensor(0.5, requires_grad=True)\ny = x.sin()\nu = y.exp()\nv = y.cos()\na = u * v\na.backward()",
    "chain": "x = torch.tensor([0.3, 0.7], requires_grad=True)\na = x.sin().cos().tanh().sum()\na.backward()",
    "pow": "x = torch.tensor([1.0, 2.0], requires_grad=True)\na = (3 * x**2 - x**3 + 2**x).mean()\na.backward()",
    "select": "x = torch.arange(5.0, requires_grad=True)\na = x[1] * x[3:].sum()\na.backward()",
    "fancy_index": "x = torch.arange(6.0, requires_grad=True)\nmask = x > 2\na = (x[mask] * x[torch.tensor([0, 1, 0])]).sum()\na.backward()",
    "cat": "x = torch.ones(2, requires_grad=True)\ny = torch.zeros(3, requires_grad=True)\na = torch.cat([x, y, x]).pow(2).sum()\na.backward()",
    "stack": "x = torch.ones(2, requires_grad=True)\ny = torch.stack([x, x * 2], dim=1)\na = y.prod()\na.backward()",
    "split": "x = torch.arange(6.0, requires_grad=True)\nb, c = x.split(3)\na = (b * 2).sum()\na.backward()",
    "unbind": "x = torch.arange(6.0).reshape(2, 3).requires_grad_()\nb, c = x.unbind(0)\na = (b * c).sum()\na.backward()",
    "max": "x = torch.tensor([1.0, 5.0, 5.0], requires_grad=True)\na = x.max() + x.max(0).values\na.backward()",
    "sort": "x = torch.tensor([3.0, 1.0, 2.0], requires_grad=True)\nvalues, places = x.sort()\na = (values * torch.tensor([1.0, 10.0, 100.0])).sum()\na.backward()",
    "where": "x = torch.tensor([-1.0, 1.0], requires_grad=True)\na = torch.where(x > 0, x * 2, x * 3).sum()\na.backward()",
    "norm": "x = torch.tensor([3.0, 4.0], requires_grad=True)\na = x.norm()\na.backward()",
    "expand": "x = torch.tensor([2.0], requires_grad=True)\na = x.expand(4).pow(2).sum()\na.backward()",
    "transpose": "x = torch.arange(6.0).reshape(2, 3).requires_grad_()\na = (x.t() @ x).trace() + x.mT.sum()\na.backward()",
    "einsum": "x = torch.arange(6.0).reshape(2, 3).requires_grad_()\ny = torch.ones(3, 4, requires_grad=True)\na = torch.einsum('ij,jk->', x, y)\na.backward()",
    "double": "x = torch.tensor([1.0, 2.0], dtype=torch.float64, requires_grad=True)\na = x.log().sum()\na.backward()",
    "mixed_types": "x = torch.tensor([1.0, 2.0], requires_grad=True)\na = (x.double() * 2).sum() + x.half().float().sum()\na.backward()",
    "complex": "x = torch.tensor([1.0, 2.0], requires_grad=True)\nz = torch.complex(x, x)\na = (z * z.conj()).real.sum() + z.abs().sum()\na.backward()",
    "not_finite": "x = torch.tensor([0.0, 1.0], requires_grad=True)\na = (x.log() * 0).sum()\na.backward()",
    "linear_algebra": "x = torch.tensor([[2.0, 1.0], [1.0, 3.0]], dtype=torch.float64, requires_grad=True)\nb = torch.linalg.inv(x)\na = torch.linalg.det(x) + b.sum()\na.backward()",
    "gradient_given": "x = torch.ones(3, requires_grad=True)\ny = x * torch.arange(3.0)\ny.backward(torch.tensor([1.0, 10.0, 100.0]))",
    "several_roots": "x = torch.ones(2, requires_grad=True)\ny = x * 2\nz = x.exp()\ntorch.autograd.backward([y.sum(), z.sum()])",
    "leaf_as_root": "x = torch.tensor(1.0, requires_grad=True)\nx.backward()\nx.backward()",
    # Python around it.
    "function": "def square(t):\n    s = t * t\n    return s\nx = torch.tensor(3.0, requires_grad=True)\na = square(square(x))\na.backward()",
    "class": "class Line:\n    def __init__(self):\n        self.w = torch.tensor(2.0, requires_grad=True)\n        self.b = torch.tensor(1.0, requires_grad=True)\n    def __call__(self, t):\n        return self.w * t + self.b\nline = Line()\na = line(torch.tensor(3.0))\na.backward()\nw, b = line.w, line.b",
    "loop": "x = torch.tensor(1.5, requires_grad=True)\na = x\nwhile a < 100:\n    a = a * x\na.backward()",
    "recursion": "def power(t, n):\n    return t if n == 1 else t * power(t, n - 1)\nx = torch.tensor(2.0, requires_grad=True)\na = power(x, 6)\na.backward()",
    "comprehension": "ws = [torch.full((2,), float(i), requires_grad=True) for i in range(4)]\na = sum((w * i).sum() for i, w in enumerate(ws))\na.backward()",
    "generator": "def halves(t):\n    while t.norm() > 0.1:\n        t = t / 2\n        yield t\nx = torch.tensor([1.0, 2.0], requires_grad=True)\na = sum(h.sum() for h in halves(x))\na.backward()",
    "closure": "def make(k):\n    def f(t):\n        return t * k\n    return f\nx = torch.tensor(2.0, requires_grad=True)\na = make(3)(x) + (lambda t: t**2)(x)\na.backward()",
    # Several passes, and what the engine is asked for.
    "two_passes": "x = torch.tensor([1.0, 2.0], requires_grad=True)\n(x * 2).sum().backward()\n(x * x).sum().backward()",
    "retain_graph": "x = torch.tensor([1.0, 2.0], requires_grad=True)\na = (x * x).sum()\na.backward(retain_graph=True)\na.backward()",
    "zeroed_between": "x = torch.tensor([1.0, 2.0], requires_grad=True)\nfor i in range(3):\n    x.grad = None\n    (x * i).sum().backward()",
    "grad": "x = torch.tensor([1.0, 2.0], requires_grad=True)\ny = x * 2\na = y.exp().sum()\ng, h = torch.autograd.grad(a, [x, y])",
    "grad_of_unused": "x = torch.tensor(1.0, requires_grad=True)\nu = torch.tensor(1.0, requires_grad=True)\ng = torch.autograd.grad(x * 2, [x, u], allow_unused=True)",
    "inputs": "x = torch.ones(2, requires_grad=True)\nw = torch.ones(2, requires_grad=True)\n(x * w).sum().backward(inputs=[w])",
    "create_graph": "x = torch.tensor(2.0, requires_grad=True)\ny = x**3\n(slope,) = torch.autograd.grad(y, x, create_graph=True)\nslope.backward()",
    "third_order": "x = torch.tensor(2.0, requires_grad=True)\nd = x**4\nfor _ in range(3):\n    (d,) = torch.autograd.grad(d, x, create_graph=True)\nd.backward()",
    "create_graph_fan_in": "x = torch.tensor([1.0, 2.0], requires_grad=True)\ny = x.exp()\na = (y * y.sin() + y * 2).sum()\n(g,) = torch.autograd.grad(a, x, create_graph=True)\nb = (g * g).sum()\nb.backward()",
    "gradient_penalty": "torch.manual_seed(5)\nnet = torch.nn.Sequential(torch.nn.Linear(2, 4), torch.nn.Tanh(), torch.nn.Linear(4, 1))\nx = torch.randn(3, 2, requires_grad=True)\nout = net(x).sum()\n(g,) = torch.autograd.grad(out, x, create_graph=True)\nloss = out + (g.norm(dim=1) - 1).pow(2).mean()\nloss.backward()",
    "hessian": "x = torch.arange(1.0, 4.0)\nh = torch.autograd.functional.hessian(lambda t: (t**3).sum(), x)",
    "jacobian": "x = torch.arange(1.0, 4.0)\nj = torch.autograd.functional.jacobian(lambda t: t**2 * t.sum(), x)",
    # Hooks.
    "tensor_hook": "x = torch.tensor([1.0, 4.0], requires_grad=True)\ny = x * 2\ny.register_hook(lambda g: g * 10)\na = (y * y).sum()\na.backward()",
    "leaf_hook": "x = torch.tensor([1.0, 4.0], requires_grad=True)\nx.register_hook(lambda g: g.clamp(max=3))\na = (x * x).sum()\na.backward()",
    "post_accumulate_hook": "x = torch.ones(3, requires_grad=True)\nseen = []\nx.register_post_accumulate_grad_hook(lambda p: seen.append(p.grad.clone()))\n(x * 2).sum().backward()",
    "module_hooks": "torch.manual_seed(1)\nnet = torch.nn.Linear(2, 2)\nseen = []\nnet.register_full_backward_hook(lambda m, gi, go: seen.append(go[0].sum().item()))\nnet.register_forward_hook(lambda m, i, o: o * 2)\nx = torch.ones(1, 2, requires_grad=True)\na = net(x).sum()\na.backward()\nprint(seen)",
    "retain_grad": "x = torch.tensor([1.0, 4.0], requires_grad=True)\ny = x * 2\ny.retain_grad()\na = (y * y).sum()\na.backward()",
    "reentrant": "w = torch.tensor(3.0, requires_grad=True)\ny = w * 2\ndef inner(grad):\n    with torch.enable_grad():\n        (w * 5).backward()\ny.register_hook(inner)\n(y * w).backward()",
    # In place, views, no tracking.
    "in_place": "x = torch.ones(3, requires_grad=True)\ny = x * 2\ny.mul_(3)\ny += 1\na = y.sum()\na.backward()",
    "view_in_place": "x = torch.ones(4, requires_grad=True)\ny = x * 1\ny[:2].mul_(5)\na = y.pow(2).sum()\na.backward()",
    "base_in_place": "x = torch.ones(4, requires_grad=True)\ny = x * 1\nv = y[:2]\ny.mul_(3)\na = (v * 2).sum() + y.sum()\na.backward()",
    "assignment": "x = torch.ones(2, requires_grad=True)\nbuffer = torch.zeros(4)\nbuffer[1:3] = x * 3\nbuffer[0] = 7\na = buffer.pow(2).sum()\na.backward()",
    "out": "x = torch.ones(2, requires_grad=True)\nroom = torch.empty(2)\ntorch.add(torch.ones(2), 1, out=room)\na = (x * room).sum()\na.backward()",
    "no_grad": "x = torch.tensor([1.0, 2.0], requires_grad=True)\nwith torch.no_grad():\n    c = x * 2\na = (x * c).sum()\na.backward()",
    "inference_mode": "x = torch.tensor([1.0, 2.0], requires_grad=True)\nwith torch.inference_mode():\n    c = x * 2\n    c.add_(1)\nd = c.clone()\na = (x * d).sum()\na.backward()",
    "detach": "x = torch.tensor([1.0, 2.0], requires_grad=True)\nc = (x * 2).detach()\na = (x * c).sum()\na.backward()",
    "data": "x = torch.tensor([1.0, 2.0], requires_grad=True)\nx.data.mul_(3)\na = (x * x.data).sum()\na.backward()\nx.data = torch.tensor([5.0, 6.0])\nb = (x * x).sum()\nb.backward()",
    "enable_grad_inside": "x = torch.tensor([1.0, 2.0], requires_grad=True)\nwith torch.no_grad():\n    c = x * 2\n    with torch.enable_grad():\n        d = x * 3\na = (c * d).sum()\na.backward()",
    # Custom functions.
    "custom": "class Cube(torch.autograd.Function):\n    @staticmethod\n    def forward(ctx, t):\n        ctx.save_for_backward(t)\n        return t**3\n    @staticmethod\n    def backward(ctx, g):\n        (t,) = ctx.saved_tensors\n        return g * 3 * t * t\nx = torch.tensor([1.0, 2.0], requires_grad=True)\na = Cube.apply(x).sum()\na.backward()",
    "custom_many": "class Both(torch.autograd.Function):\n    @staticmethod\n    def forward(ctx, t, u, k):\n        ctx.k = k\n        return t + u, t - u\n    @staticmethod\n    def backward(ctx, g, h):\n        return (g + h) * ctx.k, g - h, None\nx = torch.ones(2, requires_grad=True)\ny = torch.ones(2, requires_grad=True)\np, q = Both.apply(x, y, 3)\na = (p * 2 + q).sum()\na.backward()",
    "custom_twice": "class Cube(torch.autograd.Function):\n    @staticmethod\n    def forward(ctx, t):\n        ctx.save_for_backward(t)\n        return t**3\n    @staticmethod\n    def backward(ctx, g):\n        (t,) = ctx.saved_tensors\n        s = t * t\n        return g * 3 * s\nx = torch.tensor(2.0, requires_grad=True)\n(d,) = torch.autograd.grad(Cube.apply(x), x, create_graph=True)\nd.backward()",
    "checkpoint": "from torch.utils.checkpoint import checkpoint\ndef f(t):\n    return t.exp() * t\nx = torch.ones(2, requires_grad=True)\na = checkpoint(f, x, use_reentrant=False).sum()\na.backward()",
    "checkpoint_reentrant": "from torch.utils.checkpoint import checkpoint\ndef f(t):\n    return t.exp() * t\nx = torch.ones(2, requires_grad=True)\na = checkpoint(f, x, use_reentrant=True).sum()\na.backward()",
    "saved_tensor_hooks": "x = torch.tensor([1.0, 2.0], requires_grad=True)\nwith torch.autograd.graph.save_on_cpu():\n    y = (x * x).exp()\na = y.sum()\na.backward()",
    # Networks.
    "linear_regression": "torch.manual_seed(0)\nX = torch.randn(8, 2)\nY = X @ torch.tensor([2.0, -1.0]) + 0.5\nw = torch.zeros(2, requires_grad=True)\nb = torch.zeros(1, requires_grad=True)\nfor _ in range(3):\n    loss = ((X @ w + b - Y) ** 2).mean()\n    loss.backward()\n    with torch.no_grad():\n        w -= 0.1 * w.grad\n        b -= 0.1 * b.grad\n    w.grad.zero_()\n    b.grad.zero_()\nprint(loss.item())",
    "sgd": "torch.manual_seed(1)\nnet = torch.nn.Linear(3, 1)\noptimiser = torch.optim.SGD(net.parameters(), lr=0.1, momentum=0.9)\nx = torch.randn(4, 3)\nfor _ in range(3):\n    optimiser.zero_grad()\n    loss = net(x).pow(2).mean()\n    loss.backward()\n    optimiser.step()\nprint(loss.item())",
    "adam": "torch.manual_seed(2)\nnet = torch.nn.Sequential(torch.nn.Linear(3, 4), torch.nn.ReLU(), torch.nn.Linear(4, 1))\noptimiser = torch.optim.Adam(net.parameters())\nx, y = torch.randn(4, 3), torch.randn(4, 1)\nfor _ in range(2):\n    optimiser.zero_grad()\n    loss = torch.nn.functional.mse_loss(net(x), y)\n    loss.backward()\n    torch.nn.utils.clip_grad_norm_(net.parameters(), 0.5)\n    optimiser.step()",
    "lbfgs": "x = torch.tensor([1.0, -1.0], requires_grad=True)\noptimiser = torch.optim.LBFGS([x], max_iter=3)\ndef closure():\n    optimiser.zero_grad()\n    loss = (x**2).sum()\n    loss.backward()\n    return loss\noptimiser.step(closure)",
    "classifier": "torch.manual_seed(3)\nnet = torch.nn.Sequential(torch.nn.Linear(4, 8), torch.nn.GELU(), torch.nn.Dropout(0.5), torch.nn.Linear(8, 3))\nx = torch.randn(5, 4)\nloss = torch.nn.functional.cross_entropy(net(x), torch.tensor([0, 1, 2, 0, 1]))\nloss.backward()",
    "softmax": "x = torch.tensor([1.0, 2.0, 3.0], requires_grad=True)\nh = torch.nn.functional.softmax(x, dim=0)\na = h[0].log()\na.backward()",
    "conv1d": "torch.manual_seed(0)\nx = torch.randn(1, 2, 8, requires_grad=True)\nw = torch.randn(3, 2, 3, requires_grad=True)\na = torch.nn.functional.conv1d(x, w, padding=1).pow(2).sum()\na.backward()",
    "conv_net": "torch.manual_seed(4)\nnet = torch.nn.Sequential(torch.nn.Conv2d(1, 2, 3), torch.nn.BatchNorm2d(2), torch.nn.ReLU(), torch.nn.MaxPool2d(2), torch.nn.Flatten(), torch.nn.Linear(18, 2))\nx = torch.randn(2, 1, 8, 8)\na = net(x).sum()\na.backward()",
    "residual_block": "torch.manual_seed(5)\nclass Block(torch.nn.Module):\n    def __init__(self):\n        super().__init__()\n        self.first = torch.nn.Conv2d(2, 2, 3, padding=1, bias=False)\n        self.norm = torch.nn.BatchNorm2d(2)\n        self.second = torch.nn.Conv2d(2, 2, 3, padding=1, bias=False)\n    def forward(self, t):\n        h = torch.relu(self.norm(self.first(t)))\n        return torch.relu(t + self.second(h))\nnet = torch.nn.Sequential(Block(), Block())\nx = torch.randn(2, 2, 4, 4, requires_grad=True)\na = net(x).mean()\na.backward()",
    "layer_norm": "x = torch.arange(6.0).reshape(2, 3).requires_grad_()\na = torch.nn.functional.layer_norm(x, (3,)).pow(3).sum()\na.backward()",
    "embedding": "w = torch.arange(6.0).reshape(3, 2).requires_grad_()\na = torch.nn.functional.embedding(torch.tensor([0, 2, 0]), w).pow(2).sum()\na.backward()",
    "embedding_padded": "torch.manual_seed(1)\nnet = torch.nn.Embedding(5, 2, padding_idx=0)\na = net(torch.tensor([0, 2, 2])).pow(2).sum()\na.backward()",
    "lstm": "torch.manual_seed(1)\nnet = torch.nn.LSTM(2, 3)\nx = torch.randn(4, 1, 2)\nout, (h, c) = net(x)\na = out.sum() + c.sum()\na.backward()",
    "gru_cell": "torch.manual_seed(2)\ncell = torch.nn.GRUCell(2, 3)\nh = torch.zeros(1, 3)\nfor x in torch.randn(4, 1, 2):\n    h = cell(x, h)\na = h.sum()\na.backward()",
    "attention": "torch.manual_seed(3)\nnet = torch.nn.MultiheadAttention(4, 2)\nx = torch.randn(3, 1, 4)\nout, weights = net(x, x, x)\na = out.pow(2).sum()\na.backward()",
    "attention_by_hand": "torch.manual_seed(3)\nq, k, v = (torch.randn(3, 4, requires_grad=True) for _ in range(3))\nscores = q @ k.T / 4**0.5\nweights = scores.softmax(-1)\nout = weights @ v\na = out.sum()\na.backward()",
    "transformer_layer": "torch.manual_seed(4)\nnet = torch.nn.TransformerEncoderLayer(4, 2, 8, batch_first=True)\nx = torch.randn(2, 3, 4, requires_grad=True)\na = net(x).pow(2).mean()\na.backward()",
    "transformer_inference": "torch.manual_seed(4)\nnet = torch.nn.TransformerEncoderLayer(4, 2, 8, batch_first=True).eval()\nx = torch.randn(2, 3, 4)\nwith torch.no_grad():\n    out = net(x)\nw = torch.ones(4, requires_grad=True)\na = (out * w).sum()\na.backward()\nprint(out.sum().item())",
    "sparse": "net = torch.nn.Embedding(5, 2, sparse=True)\ntorch.nn.init.ones_(net.weight)\nnet(torch.tensor([1, 1, 3])).sum().backward()\nprint(net.weight.grad)",
    "func": "from torch.func import grad, vmap\ny = vmap(grad(lambda t: (t**3).sum()))(torch.arange(3.0))\nx = torch.ones(3, requires_grad=True)\n(x * y).sum().backward()",
    "functional_call": "torch.manual_seed(6)\nnet = torch.nn.Linear(2, 1)\nw = {'weight': torch.ones(1, 2, requires_grad=True), 'bias': torch.zeros(1)}\na = torch.func.functional_call(net, w, torch.ones(2)).sum()\na.backward()",
    "compiled": "def f(t):\n    return torch.nn.functional.relu(t * 2).sin()\nfast = torch.compile(f, backend='eager')\nx = torch.ones(2, requires_grad=True)\nfor _ in range(2):\n    y = fast(x)\na = y.sum()\na.backward()",
    "compiled_whole": "def f(t):\n    return (t * 2).sin().exp()\nfast = torch.compile(f, backend='aot_eager')\nx = torch.ones(2, requires_grad=True)\ny = fast(x)\na = y.sum()\na.backward()",
    "scripted": "net = torch.jit.script(torch.nn.Sequential(torch.nn.Linear(2, 2), torch.nn.ReLU()))\ntorch.nn.init.ones_(net[0].weight)\ntorch.nn.init.ones_(net[0].bias)\nx = torch.ones(1, 2, requires_grad=True)\na = net(x).sum()\na.backward()",
    "jit_traced": "def f(t):\n    return (t * 2).relu()\nfast = torch.jit.trace(f, torch.ones(2))\nprint(fast.graph)\nx = torch.ones(2, requires_grad=True)\na = fast(x).sum()\na.backward()",
    # Threads.
    "made_on_a_thread": "import threading\nx = torch.ones(2, requires_grad=True)\nmade = []\nt = threading.Thread(target=lambda: made.append((x * 3).exp()))\nt.start()\nt.join()\ny = made[0]\na = y.sum()\na.backward()",
    "backward_on_a_thread": "import threading\nx = torch.ones(2, requires_grad=True)\na = (x * 3).sum()\nt = threading.Thread(target=a.backward)\nt.start()\nt.join()",
    # Errors.
    "second_backward": "x = torch.ones(2, requires_grad=True)\na = (x**2).sum()\na.backward()\na.backward()",
    "in_place_error": "x = torch.ones(2, requires_grad=True)\ny = x.exp()\na = y.sum()\ny.add_(1)\na.backward()",
    "in_place_leaf": "x = torch.ones(2, requires_grad=True)\nx.add_(1)",
    "not_a_scalar": "x = torch.ones(2, requires_grad=True)\ny = x * 2\ny.backward()",
    "nothing_to_track": "x = torch.ones(2)\na = x.sum()\na.backward()",
    "no_grad_error": "x = torch.ones(2, requires_grad=True)\nwith torch.no_grad():\n    a = (x * 2).sum()\na.backward()",
    "wrong_gradient_shape": "x = torch.ones(2, requires_grad=True)\ny = x * 2\ny.backward(torch.ones(3))",
    "unused_input": "x = torch.ones(2, requires_grad=True)\nu = torch.ones(2, requires_grad=True)\ntorch.autograd.grad(x.sum(), u)",
    "inference_tensor": "x = torch.ones(2, requires_grad=True)\nwith torch.inference_mode():\n    c = torch.ones(2) * 2\na = (x * c).sum()\na.backward()",
    "shapes": "x = torch.ones(2, 3, requires_grad=True)\nw = torch.ones(2, 3, requires_grad=True)\na = (x @ w).sum()\na.backward()",
    "raising_hook": "x = torch.ones(2, requires_grad=True)\ny = x.exp()\nz = y * 2\ny.register_hook(lambda g: 1 / 0)\nz.sum().backward()",
    "raising_backward": "class Bad(torch.autograd.Function):\n    @staticmethod\n    def forward(ctx, t):\n        return t * 2\n    @staticmethod\n    def backward(ctx, g):\n        raise ValueError('no way back')\nx = torch.ones(2, requires_grad=True)\na = (Bad.apply(x.exp()) * 3).sum()\na.backward()",
    "wrong_count": "class Bad(torch.autograd.Function):\n    @staticmethod\n    def forward(ctx, t, u):\n        return t + u\n    @staticmethod\n    def backward(ctx, g):\n        return g\nx = torch.ones(2, requires_grad=True)\na = Bad.apply(x, x).sum()\na.backward()",
    "freed_custom": "class Cube(torch.autograd.Function):\n    @staticmethod\n    def forward(ctx, t):\n        ctx.save_for_backward(t)\n        return t**3\n    @staticmethod\n    def backward(ctx, g):\n        (t,) = ctx.saved_tensors\n        return g * 3 * t * t\nx = torch.ones(2, requires_grad=True)\na = Cube.apply(x).sum()\na.backward()\na.backward()",
    "changed_by_optimiser": "torch.manual_seed(0)\nnet = torch.nn.Linear(2, 1)\noptimiser = torch.optim.SGD(net.parameters(), lr=0.1)\nb = (net.weight * net.weight).sum()\nnet(torch.ones(1, 2)).sum().backward()\noptimiser.step()\nb.backward()",
    "leaf_view_in_place": "x = torch.ones(4, requires_grad=True)\nx[:2].mul_(3)",
    "leaf_assignment": "x = torch.ones(4, requires_grad=True)\nx[0] = 3",
    "wrong_shape": "class Bad(torch.autograd.Function):\n    @staticmethod\n    def forward(ctx, t):\n        return t * 2\n    @staticmethod\n    def backward(ctx, g):\n        return torch.ones(3)\nx = torch.ones(2, requires_grad=True)\na = Bad.apply(x.exp()).sum()\na.backward()",
    "apply_forgotten": "class Twice(torch.autograd.Function):\n    @staticmethod\n    def forward(ctx, t):\n        return t * 2\n    @staticmethod\n    def backward(ctx, g):\n        return g * 2\nTwice()(torch.ones(2, requires_grad=True))",
    "bad_matmul_of_temporaries": "x = torch.ones(2, 3, requires_grad=True)\n(x * 2).exp() @ (x + 1)",
    "bad_linear": "torch.manual_seed(0)\nnet = torch.nn.Sequential(torch.nn.Linear(3, 4), torch.nn.ReLU(), torch.nn.Linear(5, 1))\nnet(torch.ones(2, 3))",
    "bad_broadcast": "x = torch.ones(2, 3, requires_grad=True)\nx + torch.ones(2)",
    "bad_cat": "x = torch.ones(2, 3, requires_grad=True)\ntorch.cat([x, torch.ones(2, 4)])",
    "bad_conv": "torch.manual_seed(0)\ntorch.nn.Conv2d(3, 1, 3)(torch.ones(1, 2, 8, 8))",
    "bad_view": "x = torch.ones(6, requires_grad=True)\nx.view(4, -1)",
    "bad_index": "x = torch.ones(6, requires_grad=True)\nx[:2][7]",
    "integers": "torch.tensor([1, 2], requires_grad=True)",
    "dtypes": "x = torch.ones(2, 2, dtype=torch.float64, requires_grad=True)\nx @ torch.ones(2, 2)",
    "to_numpy": "x = torch.ones(2, requires_grad=True)\n(x * 2).numpy()",
    "devices": "torch.ones(2, device='meta') + torch.ones(2)",
    "out_of_embedding": "torch.manual_seed(0)\ntorch.nn.Embedding(3, 2)(torch.tensor([1, 5]))",
    "no_such_name": "weight = torch.ones(2)\nwieght.sum()",
    "no_such_attribute": "x = torch.ones(2)\nx.summ()",
    "no_gradient_yet": "x = torch.ones(2, requires_grad=True)\nx - 0.1 * x.grad",
    "falls_after_caught": "x = torch.ones(2, requires_grad=True)\ntry:\n    x @ torch.ones(3)\nexcept RuntimeError:\n    pass\n[][0]",
    "nothing_is_kept": "import gc, weakref\nx = torch.ones(2, 3, requires_grad=True)\nseen = []\ndef made():\n    y = x * 2\n    seen.append(weakref.ref(y))\n    return y\ntry:\n    made() @ made()\nexcept RuntimeError:\n    pass\nprint([one() for one in seen])\nx @ x",
    "deep": "def deep(t, n):\n    return deep(t + 1, n + 1)\nx = torch.ones(2)\ntry:\n    deep(x, 0)\nexcept RecursionError:\n    pass\nx @ torch.ones(3)",
    "caught": "import sys, traceback\nx = torch.ones(2, requires_grad=True)\nfor act in (lambda: x @ torch.ones(3), lambda: torch.nn.functional.cross_entropy(x, x[:1]), lambda: (x * 2).backward(), lambda: x * 'a', lambda: torch.nn.Linear(2, 3)(torch.ones(5))):\n    try:\n        act()\n    except Exception:\n        traceback.print_exc(file=sys.stdout)\na = x.sum()\na.backward()",
}
PROGRAMS = {name: f"import torch\n{dedent(source)}\n" for name, source in _PROGRAMS.items()}
"""By name: whole programs, each with its own backward calls."""

RAISE = frozenset(
    {
        "second_backward", "in_place_error", "in_place_leaf", "not_a_scalar", "nothing_to_track", "no_grad_error",
        "wrong_gradient_shape", "unused_input", "inference_tensor", "shapes", "raising_hook", "raising_backward",
        "wrong_count", "freed_custom", "changed_by_optimiser", "leaf_view_in_place", "leaf_assignment", "wrong_shape",
        "apply_forgotten", "bad_matmul_of_temporaries", "bad_linear", "bad_broadcast", "bad_cat", "bad_conv",
        "bad_view", "bad_index", "integers", "dtypes", "to_numpy", "devices", "out_of_embedding", "no_such_name",
        "no_such_attribute", "no_gradient_yet", "falls_after_caught", "nothing_is_kept", "deep",
    }
)  # fmt: skip
"""Those that end with an error."""

DIGEST = """
import hashlib as _hashlib, random as _random
import numpy as _numpy
def _digest(data):
    return _hashlib.sha256(data).hexdigest()[:16]
def _of(tensor):
    tensor = tensor.detach()
    tensor = tensor.to_dense() if tensor.layout != torch.strided else tensor
    return tuple(tensor.shape), str(tensor.dtype), _digest(tensor.resolve_conj().contiguous().cpu().numpy().tobytes())
for _name, _value in sorted(globals().items()):
    if type(_value) is torch.Tensor:
        _grad = _value.grad if _value.is_leaf else None
        print(_name, _of(_value), _value.requires_grad, _value.is_leaf, _value._version if not _value.is_inference() else None, None if _grad is None else _of(_grad))
    elif isinstance(_value, torch.nn.Module):
        print(_name, [(n, _of(p), None if p.grad is None else _of(p.grad)) for n, p in _value.named_parameters()])
print(_digest(torch.get_rng_state().numpy().tobytes()), _digest(repr(_random.getstate()).encode()), _digest(repr(_numpy.random.get_state()[1].tolist()).encode()))
"""
"""A program's end that prints a digest of all that it holds, and of the states of the random generators."""
