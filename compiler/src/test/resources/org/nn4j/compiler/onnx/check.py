"""Checks ONNX files with ONNX's own checker and shape inference: python3 check.py FILE...

A checker that knows only opset 17 reads files of opset 18 too: in between, the reductions' axes became an input, and the
operators on bits came, whose place in a graph an addition or an identity can take; nothing else changed that these files
use. There the axes are put back, and those operators are exchanged, before the check.
"""

import os
import sys

import onnx
from onnx import checker, helper, numpy_helper

REDUCTIONS = {"ReduceMax", "ReduceMean", "ReduceMin", "ReduceProd", "ReduceL1", "ReduceL2", "ReduceLogSum",
              "ReduceLogSumExp", "ReduceSumSquare"}

BITS = {"BitwiseAnd": "Add", "BitwiseOr": "Add", "BitwiseXor": "Add", "BitwiseNot": "Identity"}


def to_opset_17(graph, outer):
    constants = dict(outer)
    constants.update((t.name, t) for t in graph.initializer)
    for node in graph.node:
        if node.op_type in REDUCTIONS and len(node.input) == 2:
            axes = numpy_helper.to_array(constants[node.input[1]]).tolist()
            node.attribute.append(helper.make_attribute("axes", axes))
            del node.input[1]
        node.op_type = BITS.get(node.op_type, node.op_type)
        for attribute in node.attribute:
            if attribute.type == onnx.AttributeProto.GRAPH:
                to_opset_17(attribute.g, constants)


def check(path):
    # Weights in a file beside the graph are looked up from where the process stands.
    os.chdir(os.path.dirname(os.path.abspath(path)))
    model = onnx.load(path, load_external_data=False)
    if model.opset_import[0].version == 18 and onnx.defs.onnx_opset_version() == 17:
        to_opset_17(model.graph, {})
        model.opset_import[0].version = 17
    checker.check_model(model, full_check=True)


failed = False
for path in sys.argv[1:]:
    try:
        check(path)
    except Exception as e:
        failed = True
        print(f"{path}: {type(e).__name__}: {e}")
sys.exit(1 if failed else 0)
